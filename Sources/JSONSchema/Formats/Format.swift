/// The values of `format` that are checked; every other is an annotation and allows anything.
///
/// The specification leaves the choice: by default a format only annotates. Who writes one expects it to be checked.
enum Format: String, Sendable, CaseIterable {
  case dateTime = "date-time"
  case date
  case time
  case duration
  case email
  case hostname
  case ipv4
  case ipv6
  case uri
  case uriReference = "uri-reference"
  case iri
  case iriReference = "iri-reference"
  case uriTemplate = "uri-template"
  case uuid
  case jsonPointer = "json-pointer"
  case relativeJSONPointer = "relative-json-pointer"
  case regex

  func accepts(_ text: String) -> Bool {
    var scanner = ByteScanner(text)
    return switch self {
    case .dateTime: scanner.takeDateTime() && scanner.isAtEnd
    case .date: scanner.takeDate() && scanner.isAtEnd
    case .time: scanner.takeTime() && scanner.isAtEnd
    case .duration: scanner.takeDuration() && scanner.isAtEnd
    case .email: Self.isEmail(text)
    case .hostname: Self.isHostname(text[...])
    case .ipv4: scanner.takeIPv4() && scanner.isAtEnd
    case .ipv6: Self.isIPv6(text[...])
    case .uri: Self.isURI(text, isAbsolute: true, isInternational: false)
    case .uriReference: Self.isURI(text, isAbsolute: false, isInternational: false)
    case .iri: Self.isURI(text, isAbsolute: true, isInternational: true)
    case .iriReference: Self.isURI(text, isAbsolute: false, isInternational: true)
    case .uriTemplate: scanner.takeURITemplate() && scanner.isAtEnd
    case .uuid: scanner.takeUUID() && scanner.isAtEnd
    case .jsonPointer: scanner.takeJSONPointer() && scanner.isAtEnd
    case .relativeJSONPointer: scanner.takeRelativeJSONPointer() && scanner.isAtEnd
    case .regex: (try? Pattern(text)) != nil
    }
  }

  /// What a message asks for.
  var phrase: String {
    switch self {
    case .dateTime: "a date-time such as 2026-01-31T12:00:00Z"
    case .date: "a date such as 2026-01-31"
    case .time: "a time with its offset such as 12:00:00Z"
    case .duration: "a duration such as PT1H30M"
    case .email: "an e-mail address"
    case .hostname: "a host name"
    case .ipv4: "an IPv4 address such as 192.0.2.1"
    case .ipv6: "an IPv6 address such as 2001:db8::1"
    case .uri: "an absolute URI such as https://example.com/path"
    case .uriReference: "a URI reference"
    case .iri: "an absolute IRI such as https://example.com/path"
    case .iriReference: "an IRI reference"
    case .uriTemplate: "a URI template such as /orders/{id}"
    case .uuid: "a UUID such as 01890a5d-ac96-774b-bcce-b302099a8057"
    case .jsonPointer: "a JSON Pointer such as /order/quantity"
    case .relativeJSONPointer: "a relative JSON Pointer such as 1/quantity"
    case .regex: "a regular expression of ECMA-262"
    }
  }
}
