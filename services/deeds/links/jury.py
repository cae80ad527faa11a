from flask import Blueprint

blueprint = Blueprint("jury_links", __name__)
