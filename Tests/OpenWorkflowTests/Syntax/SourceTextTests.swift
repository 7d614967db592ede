import Testing

@testable import OpenWorkflow

@Suite struct SourceTextTests {
  @Test func offsetsAndPositionsAgree() {
    let bytes = Array("ab\näöü x\n\n€".utf8)
    bytes.withUnsafeBufferPointer { buffer in
      let text = SourceText(buffer)
      for offset in bytes.indices where bytes[offset] & 0xC0 != 0x80 {
        #expect(text.offset(of: text.position(of: offset)) == offset)
      }
      #expect(text.position(of: 0) == SourcePosition(line: 1, column: 1))
      #expect(text.position(of: 10) == SourcePosition(line: 2, column: 5))
      #expect(text.position(of: bytes.count) == SourcePosition(line: 4, column: 2))
      #expect(text.line(2) == "äöü x")
      #expect(text.line(9) == "")
      #expect(text.find(Array("x".utf8)[...], from: 0, within: 100) == 10)
      #expect(text.find(Array("x".utf8)[...], from: 0, within: 3) == nil)
      #expect(text.find(Array("€€".utf8)[...], from: 0, within: 100) == nil)
    }
  }
}
