import JSON
import Testing

struct JSONValueTests {
  @Test func numbersAreEqualByValue() throws {
    #expect(JSONValue.integer(1) == .double(1))
    #expect(JSONValue.integer(1).hashValue == JSONValue.double(1).hashValue)
    #expect(JSONValue.double(0) == .double(-0.0))
    #expect(JSONValue.double(0).hashValue == JSONValue.double(-0.0).hashValue)
    #expect(JSONValue.integer(1) != .string("1"))
    #expect(JSONValue.bool(false) != .integer(0))
    #expect(JSONValue.null != .bool(false))
  }

  @Test func numbersOfOneCaseAreComparedExactly() throws {
    #expect(JSONValue.integer(9_007_199_254_740_993) != .integer(9_007_199_254_740_992))
    #expect(JSONValue.integer(9_007_199_254_740_993) == .double(9_007_199_254_740_992))
    let big = try JSONValue(parsing: "100000000000000000001")
    #expect(try big == JSONValue(parsing: "100000000000000000001"))
    #expect(try big != JSONValue(parsing: "100000000000000000002"))
    #expect(big == .double(1e20))
    #expect(big.hashValue == JSONValue.double(1e20).hashValue)
    #expect(big != .string("100000000000000000001"))
  }

  @Test func isNoLargerThanAStringAndATag() {
    #expect(MemoryLayout<JSONValue>.size <= 17)
    #expect(MemoryLayout<JSONValue?>.size <= 17)
  }

  @Test func accessorsAnswerOnlyForTheirKind() {
    let values: [JSONValue] = [nil, true, 1, 1.5, "s", [1], ["a": 1]]
    #expect(values.map(\.kind) == [.null, .boolean, .number, .number, .string, .array, .object])
    #expect(values.map(\.isNull) == [true, false, false, false, false, false, false])
    #expect(values.compactMap(\.boolValue) == [true])
    #expect(values.compactMap(\.integerValue) == [1])
    #expect(values.compactMap(\.doubleValue) == [1, 1.5])
    #expect(values.compactMap(\.stringValue) == ["s"])
    #expect(values.compactMap(\.arrayValue) == [[1]])
    #expect(values.compactMap(\.objectValue) == [["a": 1]])
    #expect(JSONValue.double(3).integerValue == 3)
    #expect(values[5][0] == 1)
    #expect(values[5][1] == nil)
    #expect(values[6]["a"] == 1)
    #expect(values[5]["a"] == nil)
  }

  @Test func takesIntegersOfAnyWidth() {
    #expect(JSONValue(UInt8(3)) == 3)
    #expect(JSONValue(UInt64.max).serialized() == "18446744073709551615")
    #expect(JSONValue(Int128.min).serialized() == "-170141183460469231731687303715884105728")
  }
}
