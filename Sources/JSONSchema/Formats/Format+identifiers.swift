extension Format {
  /// RFC 3986, and RFC 3987 when `isInternational`.
  static func isURI(_ text: String, isAbsolute: Bool, isInternational: Bool) -> Bool {
    let reference = URIReference(text)
    func isValid(_ part: Substring?, extra: StaticString) -> Bool {
      part.map { isURIPart($0, extra: extra, isInternational: isInternational) } ?? true
    }
    if let scheme = reference.scheme {
      guard URIReference.isScheme(scheme) else { return false }
    } else if isAbsolute || reference.authority == nil && reference.path.utf8.first == UInt8(ascii: ":") {
      return false
    }
    if let authority = reference.authority {
      guard isAuthority(authority, isInternational: isInternational) else { return false }
    }
    return isValid(reference.path, extra: ":@/") && isValid(reference.query, extra: ":@/?")
      && isValid(reference.fragment, extra: ":@/?")
  }

  /// `user@host:port`, of which only the host must be there.
  private static func isAuthority(_ authority: Substring, isInternational: Bool) -> Bool {
    var host = authority
    if let at = authority.utf8.lastIndex(of: UInt8(ascii: "@")) {
      guard isURIPart(authority[..<at], extra: ":", isInternational: isInternational) else { return false }
      host = authority[authority.utf8.index(after: at)...]
    }
    let isBracketed = host.utf8.first == UInt8(ascii: "[")
    let afterBracket = isBracketed ? host.utf8.firstIndex(of: UInt8(ascii: "]")) ?? host.startIndex : host.startIndex
    if let colon = host.utf8[afterBracket...].firstIndex(of: UInt8(ascii: ":")) {
      guard host.utf8[colon...].dropFirst().allSatisfy(\.isDigit) else { return false }
      host = host[..<colon]
    }
    guard isBracketed else { return isURIPart(host, extra: "", isInternational: isInternational) }
    guard host.utf8.last == UInt8(ascii: "]") else { return false }
    let address = host.dropFirst().dropLast()
    return isIPv6(address) || address.utf8.first == UInt8(ascii: "v")
  }

  /// Unreserved characters, sub-delimiters, percent-encoded bytes and `extra`.
  private static func isURIPart(_ part: Substring, extra: StaticString, isInternational: Bool) -> Bool {
    var scanner = ByteScanner(part)
    while let byte = scanner.take() {
      let isAllowed =
        byte.isLetter || byte.isDigit || byte.isAny(of: "-._~!$&'()*+,;=") || byte.isAny(of: extra)
        || isInternational && byte >= 0x80
        || byte == UInt8(ascii: "%") && scanner.take(where: \.isHexDigit) && scanner.take(where: \.isHexDigit)
      guard isAllowed else { return false }
    }
    return true
  }
}

extension ByteScanner {
  mutating func takeUUID() -> Bool {
    for (index, count) in [8, 4, 4, 4, 12].enumerated() {
      if index > 0, !take("-") { return false }
      for _ in 0..<count {
        guard take(where: \.isHexDigit) else { return false }
      }
    }
    return true
  }

  /// RFC 6901.
  mutating func takeJSONPointer() -> Bool {
    while !isAtEnd {
      guard take("/") else { return false }
      while let byte = next, byte != UInt8(ascii: "/") {
        _ = take()
        if byte == UInt8(ascii: "~"), !(take("0") || take("1")) { return false }
      }
    }
    return true
  }

  /// draft-bhutton-relative-json-pointer: levels up, perhaps an offset among items, then a pointer or `#`.
  mutating func takeRelativeJSONPointer() -> Bool {
    guard takeLevels() else { return false }
    if take("+") || take("-") {
      guard next != UInt8(ascii: "0"), takeLevels() else { return false }
    }
    return take("#") || takeJSONPointer()
  }

  private mutating func takeLevels() -> Bool {
    let isZero = take("0")
    let digits = skip(while: \.isDigit)
    return isZero ? digits == 0 : digits > 0
  }

  /// RFC 6570: literals and `{operator name:prefix, name* …}`.
  mutating func takeURITemplate() -> Bool {
    while let byte = take() {
      switch byte {
      case UInt8(ascii: "{"): guard takeExpression() else { return false }
      case UInt8(ascii: "%"):
        guard take(where: \.isHexDigit), take(where: \.isHexDigit) else { return false }
      case 0...32, 127: return false
      default: if byte.isAny(of: "\"'<>\\^`|}") { return false }
      }
    }
    return true
  }

  private mutating func takeExpression() -> Bool {
    _ = take { $0.isAny(of: "+#./;?&=,!@|") }
    repeat {
      guard takeVariableName() else { return false }
      if take(":") {
        guard next != UInt8(ascii: "0"), 1...4 ~= skip(while: \.isDigit) else { return false }
      } else {
        _ = take("*")
      }
    } while take(",")
    return take("}")
  }

  private mutating func takeVariableName() -> Bool {
    repeat {
      var length = 0
      while true {
        if take("%") {
          guard take(where: \.isHexDigit), take(where: \.isHexDigit) else { return false }
        } else if !take(where: { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "_") }) {
          break
        }
        length += 1
      }
      guard length > 0 else { return false }
    } while take(".")
    return true
  }
}
