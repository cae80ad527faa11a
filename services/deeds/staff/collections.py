from flask import Blueprint

blueprint = Blueprint("staff_collections", __name__)
