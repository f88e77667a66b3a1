"""pydantic's core is imported lean, and nobody else notices."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    "first",
    ["bcp.model.core", "pydantic_core", "pydantic_core.core_schema"],
)
def test_whoever_asks_for_the_types_of_schemas_gets_the_real_ones(first):
    program = (
        f"import {first}, bcp.model.core\n"
        "from pydantic_core import core_schema, SchemaValidator\n"
        "assert SchemaValidator is bcp.model.core.SchemaValidator\n"
        "assert SchemaValidator(core_schema.int_schema()).validate_python('7') == 7\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_the_plan_language_does_not_pay_for_them():
    program = "import sys, bcp.loader; sys.exit('pydantic_core.core_schema' in sys.modules)"
    subprocess.run([sys.executable, "-c", program], check=True)
