"""The rule catalogue: one module or package per family, one function per rule.

A rule looks at a plan and yields findings; it reads no disk and formats no text. Adding one is the
function, and its two examples under ``tests/rules``.

The first letters of a code lead to its family: BIA ``business_impact``, COM ``communication``, CTC
``contact_centre``, ESC ``escalation``, EXR ``exercising``, MNT ``maintenance``, RED ``redundancy``,
REF ``references``, ROL ``roles``, RSK ``risks``, SRC ``reading``, SUP ``suppliers``, TRN
``training``, WEL ``wellbeing``. Where a family is a package, its first page says which module.
"""
