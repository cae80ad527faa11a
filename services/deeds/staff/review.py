from flask import Blueprint

blueprint = Blueprint("staff_review", __name__)
