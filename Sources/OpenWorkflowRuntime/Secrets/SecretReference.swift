import JSON

/// Which text of which secret stands where, and how: what a journal has in its place.
struct SecretReference: Sendable, Hashable {
  var name: String
  /// From the secret's value to the text, through members and elements.
  var path: [String]
  var form: SecretForm
  /// Whether it is the user's name and the password, as basic authentication (RFC 7617) joins them.
  var isCredentials = false

  /// The text itself, in a secret of that name.
  func text(in secret: JSONValue) -> String? {
    var value: JSONValue? = secret
    for step in path {
      if case .array(let elements)? = value {
        value = Int(step).flatMap { elements.indices.contains($0) ? elements[$0] : nil }
      } else {
        value = value?[step]
      }
    }
    let text = isCredentials ? value.flatMap(Self.credentials) : value?.stringValue
    return text.flatMap(form.encoding)
  }

  static func credentials(_ value: JSONValue) -> String? {
    guard let username = value["username"]?.stringValue, let password = value["password"]?.stringValue else {
      return nil
    }
    return "\(username):\(password)"
  }
}

extension SecretReference: CustomStringConvertible {
  private static let reserved: Set<Character> = ["%", "/", "#", "⟦", "⟧"]

  /// `name/member#form`; `name#basic-form` for credentials.
  var description: String {
    ([name] + path).map(Self.escape).joined(separator: "/") + (isCredentials ? "#basic-" : "#") + form.rawValue
  }

  init?(_ text: some StringProtocol) {
    guard let mark = text.lastIndex(of: "#") else { return nil }
    var form = text[text.index(after: mark)...]
    if form.hasPrefix("basic-") {
      isCredentials = true
      form = form.dropFirst("basic-".count)
    }
    guard let form = SecretForm(rawValue: String(form)) else { return nil }
    self.form = form
    let parts = text[..<mark].split(separator: "/", omittingEmptySubsequences: false).map { Self.unescape(String($0)) }
    name = parts[0]
    path = Array(parts.dropFirst())
  }

  private static func escape(_ text: String) -> String {
    text.reduce(into: "") { escaped, character in
      guard reserved.contains(character) else {
        escaped.append(character)
        return
      }
      for byte in character.utf8 { escaped += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true) }
    }
  }

  private static func unescape(_ text: String) -> String {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), let decoded = UInt8(Substring(rest.prefix(2)), radix: 16) {
        bytes.append(decoded)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
