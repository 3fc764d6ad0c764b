"""The OpenAPI document is true: requests made from it, good and bad, get what it promises."""

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode

OPERATIONS = [
    ("/api/ask", "POST"),
    ("/api/passages", "GET"),
    ("/api/passages/{id}", "GET"),
    ("/healthz", "GET"),
    ("/readyz", "GET"),
    ("/metrics", "GET"),
]


@pytest.fixture(scope="module")
def document(address):
    return schemathesis.openapi.from_url(f"{address}/api/openapi.json")


def test_no_operation_is_forgotten(document):
    found = [result.ok() for result in document.get_all_operations()]
    assert sorted((o.path, o.method.upper()) for o in found) == sorted(OPERATIONS)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_every_response_is_as_the_document_says(document, path, method, mode):
    """Schemathesis runs all its checks: status, media type, headers and body of each response."""
    operation = document[path][method]
    if mode is GenerationMode.NEGATIVE and not (operation.body or operation.query):
        pytest.skip("nothing in this request can be wrong")

    @settings(
        max_examples=40,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy(generation_mode=mode))
    def check(case):
        case.call_and_validate()

    check()
