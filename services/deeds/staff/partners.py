from flask import Blueprint

blueprint = Blueprint("staff_partners", __name__)
