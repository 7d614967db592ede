import OpenWorkflow
import Testing

/// Whatever is done to a document, reading it ends, and what it refuses it explains.
@Suite struct FuzzTests {
  @Test(arguments: OwnDocuments.all)
  func mutatedDocumentsAreReadOrExplained(document: String) {
    var random = SplitMix(seed: 0x5EED)
    let original = Array(document.utf8)
    for _ in 0..<400 {
      var bytes = original
      for _ in 0...Int.random(in: 0..<4, using: &random) { mutate(&bytes, &random) }
      expectExplained(DocumentReader.read(bytes, file: "fuzz.yaml"), bytes)
    }
  }

  @Test(arguments: OwnDocuments.all)
  func documentsWithoutALineAreReadOrExplained(document: String) {
    let lines = document.split(separator: "\n", omittingEmptySubsequences: false)
    for index in lines.indices {
      var remaining = lines
      remaining.remove(at: index)
      let text = remaining.joined(separator: "\n")
      expectExplained(DocumentReader.read(text, file: "fuzz.yaml"), Array(text.utf8))
    }
  }

  @Test func randomTextsAreExplained() {
    var random = SplitMix(seed: 7)
    let pieces = [
      "{", "}", "[", "]", ":", "- ", "\n", " ", "\"", "'", "&a ", "*a", "<<", "!!str", "|", ">", "#", "${", ",", "x",
      "1", "%", "?", "\t", "\u{0}", "é",
    ]
    for _ in 0..<3000 {
      let text = (0..<Int.random(in: 1..<40, using: &random)).map { _ in pieces.randomElement(using: &random)! }
        .joined()
      for file in ["fuzz.yaml", "fuzz.json"] {
        let outcome = DocumentReader.read(text, file: file)
        #expect(outcome.value == nil)
        expectExplained(outcome, Array(text.utf8))
      }
    }
  }

  private func mutate(_ bytes: inout [UInt8], _ random: inout SplitMix) {
    let place = Int.random(in: 0..<bytes.count, using: &random)
    let end = min(bytes.count, place + Int.random(in: 1..<12, using: &random))
    switch Int.random(in: 0..<6, using: &random) {
    case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
    case 1: bytes.removeSubrange(place..<end)
    case 2: bytes.insert(contentsOf: bytes[place..<end], at: place)
    case 3: bytes.insert(Array("{}[]:-'\"&*!|>#%@`,?$ \n\t".utf8).randomElement(using: &random)!, at: place)
    case 4: bytes.replaceSubrange(place..<end, with: Array("null".utf8))
    default:
      let other = Int.random(in: 0..<bytes.count, using: &random)
      bytes.swapAt(place, other)
    }
    if bytes.isEmpty { bytes = [0] }
  }

  private func expectExplained(_ outcome: DocumentReader.Outcome<WorkflowDefinition>, _ bytes: [UInt8]) {
    let errors = outcome.diagnostics.filter { $0.severity == .error }
    let text = String(decoding: bytes, as: UTF8.self)
    #expect((outcome.value == nil) == !errors.isEmpty, "\(text)")
    // What `ensureExplanation` says stands for a decoder that gave no reason.
    #expect(!errors.contains { $0.message == "the document cannot be read" }, "\(text)")
    let lines = bytes.count { $0 == UInt8(ascii: "\n") } + 2
    #expect(outcome.diagnostics.allSatisfy { (1...lines).contains($0.line) && $0.column >= 1 }, "\(text)")
  }
}

/// A small generator whose every sequence can be repeated.
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
