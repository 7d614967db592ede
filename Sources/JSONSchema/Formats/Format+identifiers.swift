extension Format {
  /// RFC 3986, and RFC 3987 when `isInternational`.
  static func isURI(_ text: String, isAbsolute: Bool, isInternational: Bool) -> Bool {
    let reference = URIReference(text)
    func isValid(_ part: Substring?, extra: StaticString) -> Bool {
      guard let part else { return true }
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
    if let scheme = reference.scheme {
      guard URIReference.isScheme(scheme) else { return false }
    } else if isAbsolute {
      return false
    } else if reference.authority == nil, reference.path.prefix(while: { $0 != "/" }).contains(":") {
      return false
    }
    if let authority = reference.authority {
      let at = authority.utf8.lastIndex(of: UInt8(ascii: "@"))
      guard isValid(at.map { authority[..<$0] }, extra: ":") else { return false }
      var host = at.map { authority[authority.utf8.index(after: $0)...] } ?? authority
      let afterBracket = host.hasPrefix("[") ? host.lastIndex(of: "]") ?? host.startIndex : host.startIndex
      if let colon = host[afterBracket...].firstIndex(of: ":") {
        guard host[colon...].utf8.dropFirst().allSatisfy(\.isDigit) else { return false }
        host = host[..<colon]
      }
      if host.hasPrefix("[") {
        guard host.hasSuffix("]"), isIPv6(host.dropFirst().dropLast()) || host.hasPrefix("[v") else { return false }
      } else {
        guard isValid(host, extra: "") else { return false }
      }
    }
    return isValid(reference.path, extra: ":@/") && isValid(reference.query, extra: ":@/?")
      && isValid(reference.fragment, extra: ":@/?")
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
