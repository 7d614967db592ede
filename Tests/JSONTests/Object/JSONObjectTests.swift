import JSON
import Testing

/// With few members, and with so many that they are hashed.
@Suite struct JSONObjectTests {
  static let sizes = [0, 1, 5, 12, 13, 14, 100, 1000]

  private func object(_ count: Int) -> JSONObject {
    JSONObject((0..<count).map { ("key \($0)", .integer(Int64($0))) })
  }

  @Test(arguments: sizes) func keepsTheOrder(count: Int) {
    let object = object(count)
    #expect(object.count == count)
    #expect(object.isEmpty == (count == 0))
    #expect(Array(object.keys) == (0..<count).map { "key \($0)" })
    #expect(Array(object.values) == (0..<count).map { .integer(Int64($0)) })
    #expect(object.map(\.key) == Array(object.keys))
    for index in 0..<count { #expect(object["key \(index)"] == .integer(Int64(index))) }
    #expect(object["key \(count)"] == nil)
    #expect(object[""] == nil)
  }

  @Test(arguments: sizes.dropFirst()) func replacesAndRemovesAndAppends(count: Int) {
    var object = object(count)
    let original = object
    object["key 0"] = "first"
    #expect(object.first?.value == "first")
    #expect(object.removeValue(forKey: "key 0") == "first")
    #expect(object.removeValue(forKey: "key 0") == nil)
    object["key 0"] = true
    #expect(object.count == count)
    #expect(object.last?.key == "key 0")
    object["key 0"] = nil
    #expect(object.count == count - 1)
    for index in 1..<count { #expect(object.index(forKey: "key \(index)") == index - 1) }
    #expect(original == self.object(count))
  }

  @Test(arguments: sizes) func copiesAreIndependent(count: Int) {
    let original = object(count)
    var copy = original
    copy["new"] = 1
    if count > 0 { copy["key 0"]? = .null }
    #expect(original.count == count)
    #expect(original["new"] == nil)
    if count > 0 { #expect(original["key 0"] == 0) }
    #expect(copy.count == count + 1)
  }

  @Test func changesMembersInPlace() {
    var object: JSONObject = ["list": .array((0..<1000).map { .integer($0) })]
    func address() -> Int? {
      object["list"]?.arrayValue?.withUnsafeBufferPointer { Int(bitPattern: $0.baseAddress) }
    }
    let before = address()
    for _ in 0..<10 { object["list"]?.withArray { $0[3] = "changed" } }
    #expect(address() == before)
    #expect(object["list"]?[3] == "changed")
  }

  @Test func nestedValuesChangeInPlace() {
    var value: JSONValue = ["a": ["b": .array((0..<100).map { .integer($0) })]]
    func address() -> Int? {
      value["a"]?["b"]?.arrayValue?.withUnsafeBufferPointer { Int(bitPattern: $0.baseAddress) }
    }
    let before = address()
    value.withObject { a in a["a"]?.withObject { b in b["b"]?.withArray { $0[0] = nil } } }
    #expect(address() == before)
    #expect(value["a"]?["b"]?[0] == .null)
    #expect(value.withArray { _ in } == nil)
  }

  @Test func keysDifferByCodePoints() throws {
    let object = try JSONValue(parsing: #"{"\u00e9":1,"e\u0301":2}"#).objectValue!
    #expect(object.count == 2)
    #expect(object["\u{E9}"] == 1)
    #expect(object["e\u{301}"] == 2)
    #expect(JSONValue.string("\u{E9}") != .string("e\u{301}"))
  }

  @Test func equalityIgnoresTheOrder() {
    let a: JSONObject = ["a": 1, "b": [2.0]]
    let b: JSONObject = ["b": [2], "a": 1.0]
    #expect(a == b)
    #expect(a.hashValue == b.hashValue)
    #expect(a != ["a": 1, "c": [2]])
    #expect(a != ["a": 1])
    #expect(object(100) == JSONObject(object(100).reversed().map { ($0.key, $0.value) }))
  }

  @Test func behavesAsAnOrderedDictionaryDoes() {
    var random = SplitMix64(state: 3)
    var object = JSONObject()
    var model: [(String, Int64)] = []
    for step in 0..<5_000 {
      let key = "\(random.next(upTo: 40))"
      let place = model.firstIndex { $0.0 == key }
      switch random.next(upTo: 3) {
      case 0:
        #expect(object.removeValue(forKey: key) == place.map { .integer(model.remove(at: $0).1) })
      default:
        object[key] = .integer(Int64(step))
        if let place { model[place].1 = Int64(step) } else { model.append((key, Int64(step))) }
      }
      #expect(object.index(forKey: key) == model.firstIndex { $0.0 == key })
    }
    #expect(object.map(\.key) == model.map(\.0))
    #expect(object.map(\.value) == model.map { .integer($0.1) })
  }
}
