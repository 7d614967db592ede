import JSON

struct ReferenceFailure: Error {
  let message: String
}

extension Survey {
  /// Finds the schema that a reference names: by URI and anchor, or by URI and JSON Pointer.
  mutating func resolve(_ text: String, from resource: Int) -> Result<NodeID, ReferenceFailure> {
    let reference = URIReference(text).resolved(against: resources[resource].uri)
    guard let target = self.resource(uri: reference.withoutFragment.text) else {
      return .failure(
        ReferenceFailure(
          message: "expected a reference within this document, found \(text.quoted(limit: 200)); other documents are "
            + "not loaded: put the schema under \"$defs\" and refer to it as \"#/$defs/…\""))
    }
    guard let fragment = (reference.fragment ?? "").percentDecoded else {
      return .failure(ReferenceFailure(message: "expected percent-encoded UTF-8 after #, found \(text.quoted())"))
    }
    if fragment.isEmpty || fragment.hasPrefix("/") { return follow(fragment, from: target, text) }
    guard let id = anchor(fragment, in: target) else {
      return .failure(
        ReferenceFailure(
          message: "expected the name of an anchor of \(resources[target].location.named), found \(text.quoted())"))
    }
    return .success(id)
  }

  /// Follows a JSON Pointer, also to places that only the reference makes a schema.
  private mutating func follow(_ pointer: String, from start: Int, _ text: String) -> Result<NodeID, ReferenceFailure> {
    var resource = start
    var location = resources[start].location
    var value = resources[start].root
    for token in pointer.split(separator: "/", omittingEmptySubsequences: false).dropFirst() {
      let token = token.unescapedToken
      guard let child = value.child(token) else {
        return .failure(
          ReferenceFailure(
            message: "expected a schema at \(text.quoted()), found nothing: \(location.named) has no \(token.quoted())"
              + (value.objectValue.map { ", \($0.contents)" } ?? "")))
      }
      location.appendToken(token)
      value = child
      resource = self.resource(at: location) ?? resource
    }
    return .success(id(at: location) ?? add(value, at: location, in: resource))
  }
}

extension JSONValue {
  fileprivate func child(_ token: String) -> JSONValue? {
    switch self {
    case .object(let members): members[token]
    case .array(let items): Int(token).flatMap { items.indices.contains($0) && String($0) == token ? items[$0] : nil }
    default: nil
    }
  }
}

extension StringProtocol {
  /// A reference token of a JSON Pointer as the key that it stands for.
  fileprivate var unescapedToken: String {
    guard utf8.contains(UInt8(ascii: "~")) else { return String(self) }
    var key = ""
    var isEscape = false
    for scalar in unicodeScalars {
      switch (isEscape, scalar) {
      case (true, "0"): key += "~"
      case (true, "1"): key += "/"
      case (false, "~"): break
      default: key.unicodeScalars.append(scalar)
      }
      isEscape = !isEscape && scalar == "~"
    }
    return key
  }

  /// `nil` when what follows a `%` is not two hexadecimal digits, or the whole not UTF-8.
  fileprivate var percentDecoded: String? {
    guard utf8.contains(UInt8(ascii: "%")) else { return String(self) }
    var bytes: [UInt8] = []
    var rest = Array(utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard rest.count >= 2, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else {
        return nil
      }
      rest.removeFirst(2)
      bytes.append(value)
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
