import JSON
import Testing

struct SmokeTests {
  @Test func roundTrips() throws {
    for t in [
      #"{"a":[1,2.5,-3e-7,true,false,null,"x\n😀"],"b":{}}"#, "1e16", "[]", "100000000000000000000", "-0", "1.5e300",
    ] {
      let v = try JSONValue(parsing: t)
      print(v.serialized(), v.serialized(.pretty))
      #expect(try JSONValue(parsing: v.serialized()) == v)
    }
  }
}
