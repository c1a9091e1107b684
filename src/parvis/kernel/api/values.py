"""Values that callers send: days that every calendar and database holds."""

from datetime import date
from typing import Annotated

from pydantic import Field

Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2200, 12, 31))]
