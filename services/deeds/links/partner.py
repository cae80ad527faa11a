from flask import Blueprint

blueprint = Blueprint("partner_links", __name__)
