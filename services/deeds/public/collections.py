from flask import Blueprint

blueprint = Blueprint("collections", __name__)
