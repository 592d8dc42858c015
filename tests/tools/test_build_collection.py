"""The collection of requests holds every route, with bodies that are what the route takes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tools.build_collection import collection

from licet.server.app import create_app
from licet.server.services import open_services
from licet.server.settings import Settings


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    services = open_services(Settings(Path(tmp_path_factory.mktemp("home"))))
    try:
        return create_app(services).openapi()
    finally:
        services.close()


def test_every_route_stands_in_it_once(document: dict[str, Any]) -> None:
    made = collection(document)
    found = [
        (request["request"]["method"], "/" + "/".join(request["request"]["url"]["path"]))
        for folder in made["item"]
        for request in folder["item"]
    ]
    wanted = [
        (method.upper(), path.replace("{", ":").replace("}", ""))
        for path, item in document["paths"].items()
        for method in item
    ]
    assert sorted(found) == sorted(wanted)
    assert made["auth"]["type"] == "bearer"


def test_bodies_have_all_that_is_required(document: dict[str, Any]) -> None:
    requests = {
        request["request"]["url"]["raw"]: request["request"]
        for folder in collection(document)["item"]
        for request in folder["item"]
        if request["request"]["method"] == "POST"
    }
    screening = json.loads(requests["{{url}}/api/v1/screenings"]["body"]["raw"])
    assert "name" in screening
    form = {row["key"]: row for row in requests["{{url}}/api/v1/jobs/answers"]["body"]["formdata"]}
    assert form["orders"]["type"] == "file"
    assert form["mapping"]["disabled"] is True
