import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.kernel.storage import cipher
from parvis.kernel.storage.errors import TamperedError

KEY = bytes(range(32))
CHUNK = 64
SEALED = CHUNK + cipher.TAG_BYTES

contents = st.binary(max_size=CHUNK * 4 + 5) | st.integers(0, 5).map(lambda n: bytes(n * CHUNK))


def seal(content: bytes) -> bytes:
    return b"".join(cipher.encrypt([content], key=KEY, chunk_size=CHUNK))


def open_all(sealed: bytes, key: bytes = KEY) -> bytes:
    return b"".join(cipher.decrypt([sealed], key=key))


def refused(sealed: bytes) -> bool:
    try:
        open_all(sealed)
    except TamperedError:
        return True
    return False


@given(st.lists(st.binary(max_size=3 * CHUNK), max_size=6))
def test_stream_comes_back_however_it_is_cut(pieces: list[bytes]) -> None:
    sealed = b"".join(cipher.encrypt(pieces, key=KEY, chunk_size=CHUNK))
    content = b"".join(pieces)
    assert len(sealed) == cipher.sealed_size(len(content), CHUNK)
    assert b"".join(cipher.decrypt((bytes([b]) for b in sealed), key=KEY)) == content


@given(contents, st.data())
def test_cut_stream_is_refused(content: bytes, data: st.DataObject) -> None:
    sealed = seal(content)
    assert refused(sealed[: data.draw(st.integers(0, len(sealed) - 1))])


@given(st.integers(2, 5), st.data())
def test_stream_cut_between_chunks_is_refused(count: int, data: st.DataObject) -> None:
    sealed = seal(secrets.token_bytes(count * CHUNK))
    kept = data.draw(st.integers(0, count - 1))
    assert refused(sealed[: cipher.HEADER_BYTES + kept * SEALED])


@given(contents, st.binary(min_size=1, max_size=2 * SEALED))
def test_lengthened_stream_is_refused(content: bytes, surplus: bytes) -> None:
    assert refused(seal(content) + surplus)


@given(contents, st.data())
def test_changed_bit_is_refused(content: bytes, data: st.DataObject) -> None:
    sealed = bytearray(seal(content))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    assert refused(bytes(sealed))


@given(st.integers(2, 5), st.data())
def test_swapped_repeated_or_dropped_chunks_are_refused(count: int, data: st.DataObject) -> None:
    sealed = seal(secrets.token_bytes(count * CHUNK))
    header, body = sealed[: cipher.HEADER_BYTES], sealed[cipher.HEADER_BYTES :]
    chunks = [body[i : i + SEALED] for i in range(0, len(body), SEALED)]
    order = data.draw(st.lists(st.integers(0, count - 1), min_size=1, max_size=count + 1))
    shuffled = header + b"".join(chunks[i] for i in order)
    assert refused(shuffled) == (order != list(range(count)))


def test_chunks_of_two_objects_under_one_key_do_not_mix() -> None:
    one, two = seal(b"a" * 2 * CHUNK), seal(b"b" * 2 * CHUNK)
    cut = cipher.HEADER_BYTES + SEALED
    assert refused(one[:cut] + two[cut:])
    assert refused(two[: cipher.HEADER_BYTES] + one[cipher.HEADER_BYTES :])


def test_other_key_is_refused() -> None:
    with pytest.raises(TamperedError):
        open_all(seal(b"deliberation"), key=bytes(32))


@given(contents, st.data())
def test_range_opens_only_its_chunks(content: bytes, data: st.DataObject) -> None:
    sealed = seal(content)
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, len(content)))
    where = cipher.locate(start=start, end=end, size=len(content), chunk_size=CHUNK)
    part = sealed[where.sealed_start : where.sealed_end]
    header = cipher.Header.parse(sealed[: cipher.HEADER_BYTES])
    opened = cipher.open_chunks([part], key=KEY, header=header, where=where)
    assert b"".join(opened) == content[start:end]
    assert len(part) <= SEALED * (2 + (end - start) // CHUNK)


@given(contents.filter(len), st.data())
def test_range_of_a_cut_object_is_refused(content: bytes, data: st.DataObject) -> None:
    sealed = seal(content)
    start = data.draw(st.integers(0, len(content) - 1))
    where = cipher.locate(start=start, end=len(content), size=len(content), chunk_size=CHUNK)
    cut = sealed[where.sealed_start : data.draw(st.integers(where.sealed_start, len(sealed) - 1))]
    header = cipher.Header.parse(sealed[: cipher.HEADER_BYTES])
    with pytest.raises(TamperedError):
        list(cipher.open_chunks([cut], key=KEY, header=header, where=where))


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 2), (0, 11), (11, 11)])
def test_range_outside_the_content_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not inside"):
        cipher.locate(start=start, end=end, size=10)


def test_header_that_asks_for_giant_chunks_is_refused() -> None:
    giant = cipher.Header.new(cipher.MAX_CHUNK_BYTES + 1).pack()
    with pytest.raises(TamperedError):
        cipher.Header.parse(giant)
