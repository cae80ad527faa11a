from flask import Blueprint

blueprint = Blueprint("staff_tips", __name__)
