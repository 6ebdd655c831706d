"""Ends with an exception that has passed through several functions."""


def inner(value):
    return 1 // value


def outer():
    try:
        inner(0)
    except ZeroDivisionError as e:
        raise RuntimeError("ärger") from e


outer()
