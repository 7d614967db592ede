import JugglerTelemetry
import Testing
import Tracing

/// Values from the examples of W3C Trace Context, level 1.
struct TraceContextTests {
  static let parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

  @Test func aParentIsReadAndWritten() throws {
    let context = try #require(TraceContext(traceparent: Self.parent, tracestate: "rojo=00f067aa0ba902b7"))
    #expect(context.trace.description == "0af7651916cd43dd8448eb211c80319c")
    #expect(context.span.description == "b7ad6b7169203331")
    #expect(context.isSampled)
    #expect(context.state == "rojo=00f067aa0ba902b7")
    #expect(context.traceparent == Self.parent)
  }

  @Test func onlyTheFlagThatIsKnownCounts() throws {
    let flags = ["00": false, "01": true, "02": false, "ff": true]
    for (text, isSampled) in flags {
      let context = try #require(TraceContext(traceparent: Self.parent.dropLast(2) + text))
      #expect(context.isSampled == isSampled)
    }
  }

  @Test(arguments: [
    "", "00", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
    "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-",
    "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    "00-00000000000000000000000000000000-b7ad6b7169203331-01",
    "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
    "00-0AF7651916CD43DD8448EB211C80319C-B7AD6B7169203331-01",
    "00-0af7651916cd43dd8448eb211c80319g-b7ad6b7169203331-01",
    "00_0af7651916cd43dd8448eb211c80319c_b7ad6b7169203331_01",
    "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0",
    "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01x",
  ])
  func aParentThatIsNotValidIsNone(text: String) { #expect(TraceContext(traceparent: text) == nil) }

  @Test func ofALaterVersionWhatIsKnownIsRead() {
    let later = "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-what-the-future-will-be-like"
    #expect(TraceContext(traceparent: later)?.traceparent == Self.parent)
  }

  @Test func aStateThatIsTooLongIsNotPassedOn() throws {
    let long = (0..<33).map { "k\($0)=v" }.joined(separator: ",")
    #expect(try #require(TraceContext(traceparent: Self.parent, tracestate: long)).state == nil)
    #expect(try #require(TraceContext(traceparent: Self.parent, tracestate: "a=b\u{1}")).state == nil)
  }

  @Test func tagsKeepIt() throws {
    let context = try #require(TraceContext(traceparent: Self.parent, tracestate: "a=b"))
    #expect(context.tags == ["traceparent": Self.parent, "tracestate": "a=b"])
    #expect(TraceContext(tags: context.tags) == context)
    #expect(TraceContext(tags: ["other": "x"]) == nil)
  }

  @Test func theCurrentTraceBecomesTags() throws {
    #expect(TraceContext.currentTags == [:])
    var context = InstrumentationContext.topLevel
    context.trace = TraceContext(traceparent: Self.parent)
    InstrumentationContext.withValue(context) { #expect(TraceContext.currentTags == ["traceparent": Self.parent]) }
  }
}

struct SamplerTests {
  @Test func theRatioHolds() {
    #expect(Sampler(ratio: 1).samples(.random()))
    #expect(!Sampler(ratio: 0).samples(.random()))
    #expect(Sampler(ratio: 0).samples(.random(), parent: true))
    #expect(!Sampler(ratio: 1).samples(.random(), parent: false))
    #expect(!Sampler(ratio: 0, followsParent: false).samples(.random(), parent: true))
    #expect(Sampler(ratio: 1, followsParent: false).samples(.random(), parent: false))
    let half = Sampler(ratio: 0.5)
    #expect(half.samples(TraceID(high: 0, low: 0xFF00_0000_0000_0001)))
    #expect(half.samples(TraceID(high: 1, low: 0x007F_FFFF_FFFF_FFFF)))
    #expect(!half.samples(TraceID(high: 1, low: 0x0080_0000_0000_0000)))
  }
}
