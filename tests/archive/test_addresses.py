"""Which addresses and hosts are public, one line each."""

import pytest

from archive.fetch.addresses import Target, parse_target, why_not_public

ADDRESSES = [
    ("1.1.1.1", True),
    ("8.8.8.8", True),
    ("93.184.216.34", True),
    ("172.15.255.255", True),
    ("172.32.0.0", True),
    ("100.63.255.255", True),
    ("100.128.0.0", True),
    ("192.0.1.1", True),
    ("223.255.255.255", True),
    ("0.0.0.0", False),  # noqa: S104  nothing is bound
    ("0.1.2.3", False),
    ("10.0.0.1", False),
    ("10.255.255.255", False),
    ("100.64.0.1", False),
    ("100.100.100.200", False),
    ("127.0.0.1", False),
    ("127.255.255.254", False),
    ("168.63.129.16", False),
    ("169.254.169.254", False),
    ("172.16.0.1", False),
    ("172.31.255.255", False),
    ("192.0.0.1", False),
    ("192.0.2.1", False),
    ("192.88.99.1", False),
    ("192.168.1.1", False),
    ("198.18.0.1", False),
    ("198.19.255.255", False),
    ("198.51.100.1", False),
    ("203.0.113.1", False),
    ("224.0.0.1", False),
    ("239.255.255.255", False),
    ("240.0.0.1", False),
    ("255.255.255.255", False),
    ("2606:4700::6810:85e5", True),
    ("2a00:1450:4001:830::200e", True),
    ("2001:4860:4860::8888", True),
    ("::", False),
    ("::1", False),
    ("::127.0.0.1", False),
    ("::8.8.8.8", False),
    ("::ffff:127.0.0.1", False),
    ("::ffff:8.8.8.8", False),
    ("64:ff9b::7f00:1", False),
    ("64:ff9b::808:808", False),
    ("64:ff9b:1::1", False),
    ("100::1", False),
    ("2001::1", False),
    ("2001:0:4136:e378:8000:63bf:3fff:fdd2", False),
    ("2001:2::1", False),
    ("2001:db8::1", False),
    ("2002:7f00:1::", False),
    ("2002:808:808::", False),
    ("3fff::1", False),
    ("4000::1", False),
    ("5f00::1", False),
    ("fc00::1", False),
    ("fd00:ec2::254", False),
    ("fe80::1", False),
    ("fe80::1%eth0", False),
    ("2606:4700::1%1", False),
    ("fec0::1", False),
    ("ff02::1", False),
    ("not an address", False),
]


@pytest.mark.parametrize(("address", "public"), ADDRESSES)
def test_an_address_is_public_or_not(address: str, public: bool) -> None:
    assert (why_not_public(address) is None) is public


@pytest.mark.parametrize(
    "url",
    [
        "http://2130706433/",
        "http://0x7f.1/",
        "http://0x7f000001/",
        "http://017700000001/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://127.0.1/",
        "http://127.0.0.01/",
        "http://0x/",
        "http://256.0.0.1/",
        "http://1.2.3.4.5/",
        "http://posts.example.0x7f/",
        "http://127.0.0.1../",
        "http://１２７.1/",
        "http://127.0.0.%31/",
        "http://[::1%25eth0]/",
        "http://[fe80::1%eth0]/",
        "http://[::g]/",
        "http://a..example/",
        "http://-a.example/",
        "http://exa mple/",
        f"http://{'a' * 64}.example/",
        f"http://{'a.' * 127}example/",
        "http://user@posts.example/",
        "http://user:word@posts.example/",
        "http://posts.example\\@127.0.0.1/",
        "http://posts.example:99999/",
        "http://posts.example:80x/",
        "http:///path",
        "http:posts.example",
        "//posts.example/",
        "posts.example",
        "",
        "ftp://posts.example/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "gopher://127.0.0.1/",
    ],
)
def test_a_url_that_may_be_read_in_two_ways_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse_target(url)


@pytest.mark.parametrize(
    ("url", "host", "port"),
    [
        ("http://posts.example/", "posts.example", 80),
        ("https://Posts.Example", "posts.example", 443),
        ("https://posts.example./", "posts.example", 443),
        ("https://posts.example:8443/", "posts.example", 8443),
        ("https://posts.example:0/", "posts.example", 0),
        ("https://bücher.example/", "xn--bcher-kva.example", 443),
        ("https://a_b.example/", "a_b.example", 443),
        ("http://127.0.0.1./", "127.0.0.1", 80),
        ("http://１２７.０.０.１/", "127.0.0.1", 80),
        ("http://①②⑦.0.0.1/", "127.0.0.1", 80),
        ("http://ⓛocalhost/", "localhost", 80),
        ("http://[::1]:81/", "::1", 81),
        ("http://[0:0::1]/", "::1", 80),
        ("http://[2001:DB8:0::1]/", "2001:db8::1", 80),
    ],
)
def test_a_host_has_one_form(url: str, host: str, port: int) -> None:
    target = parse_target(url)
    assert (target.host, target.port) == (host, port)


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("https://posts.example", "/"),
        ("https://posts.example?a=1", "/?a=1"),
        (
            "https://posts.example/a%2Fb/%7e?sig=%2Fx%2C~+&&b=%3d#part",
            "/a%2Fb/%7e?sig=%2Fx%2C~+&&b=%3d",
        ),
        ("https://posts.example/ä b?ü=\r\nX: y", "/%C3%A4%20b?%C3%BC=X:+y"),
    ],
)
def test_path_and_query_are_sent_as_they_were_written(url: str, path: str) -> None:
    assert parse_target(url).path == path


def test_a_target_names_its_host_as_the_host_header_does() -> None:
    assert parse_target("http://[::1]:8080/a").netloc == "[::1]:8080"
    assert parse_target("https://posts.example:443/a").url == "https://posts.example/a"
    assert parse_target("http://posts.example:443/").origin == "http://posts.example:443"
    assert parse_target("http://[::1]/").is_address
    assert parse_target("http://8.8.8.8/").is_address
    assert not parse_target("http://8.8.8.8.example/").is_address
    assert isinstance(parse_target("http://a.example/"), Target)
