"""The shop itself."""

from .parts import PAGE

SHOP = """
query Shop {
  shop { name currencyCode enabledPresentmentCurrencies }
  currentAppInstallation { accessScopes { handle } }
}
"""

LOCATIONS = f"""
query Locations($first: Int!, $after: String) {{
  locations(first: $first, after: $after) {{ edges {{ cursor node {{ id name }} }} {PAGE} }}
}}
"""
