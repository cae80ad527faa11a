from flask import Blueprint

blueprint = Blueprint("staff_awards", __name__)
