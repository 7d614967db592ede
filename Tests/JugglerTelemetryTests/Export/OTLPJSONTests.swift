import JSON
import JugglerTelemetry
import Testing
import Tracing

/// Against "OTLP/HTTP: JSON Protobuf Encoding" and the example trace.json of the OpenTelemetry protocol.
struct OTLPJSONTests {
  static let context = TraceContext(
    trace: TraceID(high: 0x5B8E_FFF7_9803_8103, low: 0xD269_B633_813F_C60C), span: SpanID(0xEEE1_9B7E_C3C1_B174),
    isSampled: true)

  @Test func aSpanIsEncodedAsTheProtocolsExample() throws {
    var span = SpanRecord(
      context: Self.context, parent: SpanID(0xEEE1_9B7E_C3C1_B173), name: "I'm a server span", kind: .server,
      start: 1_544_712_660_000_000_000, end: 1_544_712_661_000_000_000)
    span.attributes = [("my.span.attr", .string("some value"))]
    let json = OTLPJSON.traces([span], resource: [("service.name", "my.service")], scope: "my.library")
    let expected = try JSONValue(
      parsing: """
        {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"my.service"}}]},
        "scopeSpans":[{"scope":{"name":"my.library"},"spans":[{"traceId":"5b8efff798038103d269b633813fc60c",
        "spanId":"eee19b7ec3c1b174","parentSpanId":"eee19b7ec3c1b173","flags":1,"name":"I'm a server span","kind":2,
        "startTimeUnixNano":"1544712660000000000","endTimeUnixNano":"1544712661000000000",
        "attributes":[{"key":"my.span.attr","value":{"stringValue":"some value"}}]}]}]}]}
        """)
    #expect(json == expected)
  }

  @Test func valuesAreEncodedByTheirType() throws {
    var span = SpanRecord(context: Self.context, parent: nil, name: "x", kind: .client, start: 1, end: 2)
    span.attributes = [
      ("i", .int64(.max)), ("d", .double(0.5)), ("b", .bool(true)), ("n", .double(.nan)),
      ("a", .stringArray(["x", "y"])),
    ]
    span.status = SpanStatus(code: .error, message: "burnt")
    span.events = [SpanRecord.Event(name: "e", at: 3, attributes: [("k", .int32(1))])]
    let json = OTLPJSON.traces([span], resource: [], scope: "s")
    let encoded = try #require(
      try json[JSONPointer(parsing: "/resourceSpans/0/scopeSpans/0/spans/0")])
    let expected = try JSONValue(
      parsing: """
        {"traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b174","flags":1,"name":"x","kind":3,
        "startTimeUnixNano":"1","endTimeUnixNano":"2","attributes":[
        {"key":"i","value":{"intValue":"9223372036854775807"}},{"key":"d","value":{"doubleValue":0.5}},
        {"key":"b","value":{"boolValue":true}},{"key":"n","value":{"doubleValue":"NaN"}},
        {"key":"a","value":{"arrayValue":{"values":[{"stringValue":"x"},{"stringValue":"y"}]}}}],
        "events":[{"timeUnixNano":"3","name":"e","attributes":[{"key":"k","value":{"intValue":"1"}}]}],
        "status":{"code":2,"message":"burnt"}}
        """)
    #expect(encoded == expected)
  }

  @Test func metricsAreCumulative() throws {
    let registry = PrometheusRegistry()
    registry.counter("requests", "Requests.", [("code", "200")]).increment(by: 5)
    registry.gauge("depth", "Depth.").set(1.5)
    let timer = registry.timer("wait", "Waits.", bounds: [0.1, 1])
    timer.recordNanoseconds(500_000_000)
    let json = OTLPJSON.metrics(of: registry, start: 10, time: 20, resource: [], scope: "s")
    let metrics = try #require(try json[JSONPointer(parsing: "/resourceMetrics/0/scopeMetrics/0/metrics")])
    let expected = try JSONValue(
      parsing: """
        [{"name":"depth","description":"Depth.","gauge":{"dataPoints":[{"attributes":[],"timeUnixNano":"20","asDouble":1.5}]}},
        {"name":"requests_total","description":"Requests.","sum":{"dataPoints":[{"attributes":[{"key":"code","value":
        {"stringValue":"200"}}],"startTimeUnixNano":"10","timeUnixNano":"20","asInt":"5"}],"aggregationTemporality":2,
        "isMonotonic":true}},
        {"name":"wait_seconds","description":"Waits.","histogram":{"dataPoints":[{"attributes":[],"startTimeUnixNano":"10",
        "timeUnixNano":"20","count":"1","sum":0.5,"bucketCounts":["0","1","0"],"explicitBounds":[0.1,1.0]}],
        "aggregationTemporality":2}}]
        """)
    #expect(metrics == expected)
  }
}
