extension Format {
  /// RFC 1123: labels of letters, digits and inner hyphens, at most 63 characters each and 253 together.
  static func isHostname(_ text: Substring) -> Bool {
    guard text.utf8.count <= 253 else { return false }
    var length = 0
    var last: UInt8 = 0
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "."):
        guard 1...63 ~= length, last != UInt8(ascii: "-") else { return false }
        length = -1
      case UInt8(ascii: "-"): guard length > 0 else { return false }
      default: guard byte.isLetter || byte.isDigit else { return false }
      }
      length += 1
      last = byte
    }
    return 1...63 ~= length && last != UInt8(ascii: "-")
  }

  /// RFC 4291: eight groups, of which `::` replaces one or more, the last two perhaps as an IPv4 address.
  static func isIPv6(_ text: Substring) -> Bool {
    let halves = text.split(separator: "::", omittingEmptySubsequences: false)
    guard halves.count <= 2, let left = groups(halves[0], mayEndInIPv4: halves.count == 1) else { return false }
    guard halves.count == 2 else { return left == 8 }
    guard let right = groups(halves[1], mayEndInIPv4: true) else { return false }
    return left + right < 8
  }

  /// How many groups of 16 bits a text without `::` stands for.
  private static func groups(_ text: Substring, mayEndInIPv4: Bool) -> Int? {
    guard !text.isEmpty else { return 0 }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    var count = 0
    for (index, part) in parts.enumerated() {
      if mayEndInIPv4, index == parts.count - 1, part.utf8.contains(UInt8(ascii: ".")) {
        var scanner = ByteScanner(part)
        guard scanner.takeIPv4(), scanner.isAtEnd else { return nil }
        count += 2
      } else {
        guard 1...4 ~= part.utf8.count, part.utf8.allSatisfy(\.isHexDigit) else { return nil }
        count += 1
      }
    }
    return count
  }

  /// RFC 5321: dot-separated atoms or a quoted string, `@`, a host name or an address in brackets.
  static func isEmail(_ text: String) -> Bool {
    guard let at = text.utf8.lastIndex(of: UInt8(ascii: "@")) else { return false }
    let local = text[..<at]
    let domain = text[text.utf8.index(after: at)...]
    return isLocalPart(local) && (isHostname(domain) || isAddressLiteral(domain))
  }

  private static func isLocalPart(_ text: Substring) -> Bool {
    var scanner = ByteScanner(text)
    if scanner.take("\"") {
      while let byte = scanner.take(), byte >= 32, byte < 127 {
        switch byte {
        case UInt8(ascii: "\""): return scanner.isAtEnd
        case UInt8(ascii: "\\"): guard let escaped = scanner.take(), escaped >= 32 else { return false }
        default: continue
        }
      }
      return false
    }
    var previous = UInt8(ascii: ".")
    for byte in text.utf8 {
      if byte == UInt8(ascii: ".") {
        guard previous != byte else { return false }
      } else {
        guard byte.isLetter || byte.isDigit || byte.isAny(of: "!#$%&'*+-/=?^_`{|}~") else { return false }
      }
      previous = byte
    }
    return previous != UInt8(ascii: ".")
  }

  private static func isAddressLiteral(_ text: Substring) -> Bool {
    guard text.utf8.first == UInt8(ascii: "["), text.utf8.last == UInt8(ascii: "]") else { return false }
    let address = text.dropFirst().dropLast()
    if address.lowercased().hasPrefix("ipv6:") { return isIPv6(address.dropFirst(5)) }
    var scanner = ByteScanner(address)
    return scanner.takeIPv4() && scanner.isAtEnd
  }
}

extension ByteScanner {
  /// Four decimal numbers up to 255 without leading zeros.
  mutating func takeIPv4() -> Bool {
    for part in 0..<4 {
      if part > 0, !take(".") { return false }
      guard let first = next, first.isDigit else { return false }
      var value = 0
      var count = 0
      while let digit = next, digit.isDigit, count < 4 {
        value = value * 10 + Int(digit - UInt8(ascii: "0"))
        count += 1
        _ = take()
      }
      guard value <= 255, count == 1 || first != UInt8(ascii: "0") && count <= 3 else { return false }
    }
    return true
  }
}
