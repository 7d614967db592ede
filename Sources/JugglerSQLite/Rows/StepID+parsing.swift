import Juggler

extension StepID {
  typealias Bytes = Slice<UnsafeBufferPointer<UInt8>>

  /// Reads what `description` writes; `nil` for other text.
  init?(parsing text: UnsafeBufferPointer<UInt8>) {
    var rest = text[...]
    let task = Self.reference(&rest)
    var scope = Scope.root
    while let mark = rest.popFirst() {
      guard mark == UInt8(ascii: "#"), let kind = rest.popFirst() else { return nil }
      if kind == UInt8(ascii: "c") {
        scope = scope.appending(.call(Self.reference(&rest)))
        continue
      }
      let end = rest.firstIndex(of: UInt8(ascii: "#")) ?? rest.endIndex
      guard let number = Int(String(decoding: rest[..<end], as: UTF8.self)) else { return nil }
      rest = rest[end...]
      switch kind {
      case UInt8(ascii: "i"): scope = scope.appending(.iteration(number))
      case UInt8(ascii: "a"): scope = scope.appending(.attempt(number))
      case UInt8(ascii: "v"): scope = scope.appending(.visit(number))
      default: return nil
      }
    }
    self.init(task: task, scope: scope)
  }

  init?(parsing text: String) {
    var text = text
    guard let id = text.withUTF8({ StepID(parsing: $0) }) else { return nil }
    self = id
  }

  /// Takes a reference off the front: up to a `#` that is not doubled.
  private static func reference(_ rest: inout Bytes) -> String {
    let mark = UInt8(ascii: "#")
    guard rest.contains(mark) else {
      defer { rest = rest[rest.endIndex...] }
      return String(decoding: rest, as: UTF8.self)
    }
    var bytes: [UInt8] = []
    while let byte = rest.first {
      if byte == mark {
        guard rest.dropFirst().first == mark else { break }
        rest.removeFirst()
      }
      bytes.append(byte)
      rest.removeFirst()
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
