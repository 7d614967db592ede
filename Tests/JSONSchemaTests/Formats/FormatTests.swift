import JSON
import JSONSchema
import Testing

/// Expected values from the documents that define the formats.
@Suite struct FormatTests {
  static let valid: [(String, [String])] = [
    // RFC 3339, section 5.8, and its rule for leap seconds.
    (
      "date-time",
      [
        "1985-04-12T23:20:50.52Z", "1996-12-19T16:39:57-08:00", "1990-12-31T23:59:60Z",
        "1990-12-31T15:59:60-08:00", "1937-01-01T12:00:27.87+00:20", "2024-02-29t00:00:00z",
      ]
    ),
    ("date", ["2024-02-29", "2000-02-29", "2026-12-31"]),
    ("time", ["08:30:06Z", "23:59:59.999999-23:59", "00:00:00+00:00"]),
    // RFC 3339, appendix A; a unit may be left out.
    ("duration", ["P1Y2M3DT4H5M6S", "P3W", "PT36H", "P1M", "PT1M", "P0D", "PT1H30S"]),
    (
      "email",
      ["ann@example.com", "o'neil+tag@sub.example.org", #""a b"@example.com"#, "a@[192.0.2.1]", "a@[IPv6:::1]"]
    ),
    ("hostname", ["localhost", "example.com", "3com.com", "xn--bcher-kva.example", "a-b.c"]),
    ("ipv4", ["0.0.0.0", "255.255.255.255", "192.0.2.1"]),
    // RFC 4291, section 2.2.
    (
      "ipv6",
      [
        "ABCD:EF01:2345:6789:ABCD:EF01:2345:6789", "2001:DB8:0:0:8:800:200C:417A", "2001:DB8::8:800:200C:417A",
        "FF01::101", "::1", "::", "::13.1.68.3", "::FFFF:129.144.52.38",
      ]
    ),
    // RFC 3986, section 1.1.2.
    (
      "uri",
      [
        "ftp://ftp.is.co.za/rfc/rfc1808.txt", "http://www.ietf.org/rfc/rfc2396.txt",
        "ldap://[2001:db8::7]/c=GB?objectClass?one", "mailto:John.Doe@example.com", "tel:+1-816-555-1212",
        "urn:oasis:names:specification:docbook:dtd:xml:4.1.2", "http://a:b@example.com:8080/%20?q=%C3%A9#f",
      ]
    ),
    ("uri-reference", ["", "a/b", "../x", "//host/p", "?q", "#f", "http://a"]),
    ("iri", ["https://example.com/größe?q=ß"]), ("iri-reference", ["größe"]),
    // RFC 6570, sections 1.2 and 3.2.
    (
      "uri-template",
      [
        "/orders/{id}", "http://example.com/~{username}/", "{?x,y,empty}", "{&x*}", "{var:30}", "{+path,x}/here",
        "{a.b_c%20}", "plain",
      ]
    ),
    ("uuid", ["f81d4fae-7dec-11d0-a765-00a0c91e6bf6", "F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6"]),
    // RFC 6901, section 5.
    ("json-pointer", ["", "/foo", "/foo/0", "/", "/a~1b", "/c%d", "/m~0n", "/ "]),
    ("relative-json-pointer", ["0", "1/0", "2/highly/nested/objects", "0#", "1#", "0+1", "0-1#"]),
    ("regex", ["^a+$", #"\d{3}-[a-z]"#]),
    ("unheard-of", ["anything"]),
  ]

  static let invalid: [(String, [String])] = [
    (
      "date-time",
      [
        "2023-02-29T00:00:00Z", "2024-01-01 00:00:00Z", "2024-01-01T00:00:00", "2024-01-01T24:00:00Z",
        "2024-01-01T12:59:60Z", "2024-1-1T00:00:00Z", "2024-01-01T00:00:00.Z", "2024-01-01T00:00:00+0100", "today",
      ]
    ),
    ("date", ["2023-02-29", "1900-02-29", "2024-13-01", "2024-00-10", "2024-04-31", "24-01-01", "2024-01-01 "]),
    ("time", ["08:30", "08:30:06", "24:00:00Z", "08:60:00Z", "08:30:06+24:00", "8:30:06Z"]),
    ("duration", ["", "P", "PT", "1D", "P1", "P1S", "PT1D", "P1D2Y", "P1YT", "P1W2D", "PT1.5S", "-P1D", "P1DT2HT3M"]),
    (
      "email",
      ["ann", "@example.com", "ann@", "a b@example.com", ".a@example.com", "a..b@example.com", "a@-x.com", "a@b@c"]
    ),
    ("hostname", ["", ".", "a..b", "-a", "a-", "a_b", "example.com.", "ä.com"]),
    ("ipv4", ["1.2.3", "1.2.3.4.5", "256.0.0.1", "01.2.3.4", "1.2.3.", "0x1.2.3.4", "1.2.3.4 "]),
    (
      "ipv6",
      [
        "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "::1::", "12345::", ":1", "1:", "::1%eth0", "1.2.3.4::",
        "1:2:3:4:5:6:7:8::",
      ]
    ),
    (
      "uri",
      [
        "a/b", "//host/p", "http://a b", "http://[::1", "http://host:port", "1http://a", "http://a/%zz", "http://é",
        ":x",
      ]
    ),
    ("uri-reference", [#"\\server\share"#, "a b", "1:x", "%", "#a#b"]),
    ("iri", ["größe", "https://a b"]),
    ("uri-template", ["{", "}", "{}", "{a", "{a:0}", "{a:12345}", "{a b}", "a b", "{a,}", "<x>"]),
    (
      "uuid",
      [
        "f81d4fae7dec11d0a76500a0c91e6bf6", "f81d4fae-7dec-11d0-a765-00a0c91e6bf",
        "g81d4fae-7dec-11d0-a765-00a0c91e6bf6",
      ]
    ),
    ("json-pointer", ["foo", "#/foo", "/a~", "/a~2"]),
    ("relative-json-pointer", ["", "/a", "01", "-1", "0##", "0+0"]),
    ("regex", ["(", "[a", #"\Z"#]),
  ]

  @Test(arguments: valid) func accepts(_ format: String, _ texts: [String]) throws {
    let schema = try Schema(["format": .string(format)])
    for text in texts { #expect(schema.accepts(.string(text)), "\(text)") }
    #expect(schema.accepts(12), "Formats concern strings only")
  }

  @Test(arguments: invalid) func rejects(_ format: String, _ texts: [String]) throws {
    let schema = try Schema(["format": .string(format)])
    for text in texts { #expect(!schema.accepts(.string(text)), "\(text)") }
  }
}
