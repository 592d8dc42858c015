"""Licenses from application to last shipment: pure functions from state and command to events.

No database, no web, no clock: whoever calls says when, and keeps the events that are given back.
"""
