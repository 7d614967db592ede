#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Strings of JSON are sequences of code points: `"é"` composed and decomposed are two keys, while Swift's `==`
/// takes them for one. Everything here therefore compares bytes, which for UTF-8 is the order of code points.
extension String {
  @inline(__always)
  package func hasSameBytes(as other: String) -> Bool {
    if unsafeBitCast(self, to: RawString.self) == unsafeBitCast(other, to: RawString.self) { return true }
    guard utf8.count == other.utf8.count else { return false }
    return withUTF8Bytes { a in
      other.withUTF8Bytes { b in memcmp(a.baseAddress!, b.baseAddress!, a.count) == 0 }
    }
  }

  /// The string of bytes that are known to be ASCII.
  @inline(__always)
  init(asciiBytes bytes: UnsafeBufferPointer<UInt8>) {
    self.init(copying: UTF8Span(unchecked: bytes.span, isKnownASCII: true))
  }

  /// The string of those bytes, `nil` when they are not UTF-8. Faster than `String(validating:as:)`, whose generic
  /// code is not specialized.
  @inline(__always)
  init?(validatedBytes bytes: UnsafeBufferPointer<UInt8>) {
    guard let span = try? UTF8Span(validating: bytes.span) else { return nil }
    self.init(copying: span)
  }

  package func precedesInBytes(_ other: String) -> Bool {
    withUTF8Bytes { a in
      other.withUTF8Bytes { b in
        let order = memcmp(a.baseAddress!, b.baseAddress!, min(a.count, b.count))
        return order == 0 ? a.count < b.count : order < 0
      }
    }
  }

  /// Calls `body` with the UTF-8 bytes, whose base address is never nil.
  @inline(__always)
  package func withUTF8Bytes<R>(_ body: (UnsafeBufferPointer<UInt8>) -> R) -> R {
    let result = utf8.withContiguousStorageIfAvailable { bytes in
      bytes.baseAddress == nil ? withEmptyBytes(body) : body(bytes)
    }
    if let result { return result }
    return ContiguousArray(utf8).withUnsafeBufferPointer { $0.isEmpty ? withEmptyBytes(body) : body($0) }
  }
}

private func withEmptyBytes<R>(_ body: (UnsafeBufferPointer<UInt8>) -> R) -> R {
  withUnsafePointer(to: 0) { body(UnsafeBufferPointer(start: $0, count: 0)) }
}

/// The two words of a `String`. Equal words are equal strings, whatever they mean.
private struct RawString: Equatable {
  var words: (UInt64, UInt64)

  @inline(__always)
  static func == (a: Self, b: Self) -> Bool { a.words.0 == b.words.0 && a.words.1 == b.words.1 }
}
