import Foundation
import JSON
import Testing

/// Nothing that comes in may crash, and what is accepted must be what another parser accepts.
struct FuzzTests {
  private static let seeds = [
    #"{"a":[1,2.5e-3,-0,true,false,null,"x\n\u00e9😀"],"b":{"c":{}},"a":"\\"}"#,
    #"[[[[]]],{},"",0,-1.5E+10,"\ud83d\ude00","日本語"]"#,
    " {\r\n\t\"key\" : [ 123456789012345678901234567890 , 0.1 ] } ",
  ]
  private static let alphabet =
    Array("{}[],:\"\\/ \t\n\r0123456789.eE+-tfnulrasbé😀".utf8) + [0x00, 0x1F, 0x7F, 0xC0, 0xED, 0xFF]

  private func mutated(_ random: inout SplitMix64) -> [UInt8] {
    var bytes = Array(Self.seeds[random.next(upTo: Self.seeds.count)].utf8)
    for _ in 0..<(1 + random.next(upTo: 4)) {
      let byte = Self.alphabet[random.next(upTo: Self.alphabet.count)]
      let position = random.next(upTo: bytes.count)
      switch random.next(upTo: 4) {
      case 0: bytes[position] = byte
      case 1: bytes.insert(byte, at: position)
      case 2: if bytes.count > 1 { bytes.remove(at: position) }
      default: bytes = Array(bytes[..<max(1, position)])
      }
    }
    return bytes
  }

  @Test func agreesWithFoundationOnMutatedTexts() {
    var random = SplitMix64(state: 5)
    for _ in 0..<20_000 {
      let bytes = mutated(&random)
      // Foundation guesses other encodings from zero bytes, and refuses what the grammar allows: numbers beyond a
      // double's range, halves of surrogate pairs. It lets trailing commas pass.
      if bytes.prefix(4).contains(0) || Self.escapesSurrogates(bytes) || Self.hasTrailingComma(bytes) { continue }
      let ours = try? JSONValue(parsing: bytes)
      let theirs = try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
      if let ours, ours.exceedsDoubles { continue }
      #expect((ours == nil) == (theirs == nil), "\(String(decoding: bytes, as: UTF8.self))")
    }
  }

  @Test func randomBytesNeverCrash() {
    var random = SplitMix64(state: 6)
    for _ in 0..<20_000 {
      let bytes = (0..<random.next(upTo: 40)).map { _ in
        random.next(upTo: 4) == 0
          ? UInt8(truncatingIfNeeded: random.next()) : Self.alphabet[random.next(upTo: Self.alphabet.count)]
      }
      var parser = JSONParser(bytes, options: JSONParsingOptions(loneSurrogates: .reject, invalidUTF8: .replace))
      while let value = try? parser.parseNext() { _ = value.serialized() }
      _ = try? JSONValue(parsing: bytes, options: JSONParsingOptions(duplicateKeys: .reject))
    }
  }

  @Test func whatIsWrittenIsReadAgain() throws {
    var random = SplitMix64(state: 7)
    for _ in 0..<2_000 {
      let value = JSONValue.random(depth: 5, &random)
      for options in [.compact, .pretty, JSONWritingOptions(layout: .tabs, sortsKeys: true, escapesNonASCII: true)] {
        let text = value.serialized(options)
        #expect(try JSONValue(parsing: text) == value)
        #expect(try JSONValue(parsing: text).serialized(options) == text)
      }
      _ = try JSONSerialization.jsonObject(with: Data(value.serializedBytes()), options: .fragmentsAllowed)
    }
  }

  private static func hasTrailingComma(_ bytes: [UInt8]) -> Bool {
    let characters = bytes.filter { !" \t\r\n".utf8.contains($0) }
    return zip(characters, characters.dropFirst()).contains { $0 == UInt8(ascii: ",") && "]}".utf8.contains($1) }
  }

  private static func escapesSurrogates(_ bytes: [UInt8]) -> Bool {
    String(decoding: bytes, as: UTF8.self).lowercased().contains("\\ud")
  }
}

extension JSONValue {
  fileprivate var exceedsDoubles: Bool {
    switch self {
    case .decimal: true
    case .double(let value): value.magnitude == .greatestFiniteMagnitude
    case .array(let elements): elements.contains { $0.exceedsDoubles }
    case .object(let object): object.values.contains { $0.exceedsDoubles }
    default: false
    }
  }
}
