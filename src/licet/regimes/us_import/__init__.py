"""Imports: forced labor (19 USC 1307, the UFLPA, Customs' orders) and the FCC's Covered List, as coverage.toml
says.
"""
