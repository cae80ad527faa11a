from flask import Blueprint

blueprint = Blueprint("deed_links", __name__)
