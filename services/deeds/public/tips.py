from flask import Blueprint

blueprint = Blueprint("tips", __name__)
