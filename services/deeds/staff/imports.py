from flask import Blueprint

blueprint = Blueprint("staff_imports", __name__)
