import Testing

@testable import JugglerServer

@Suite struct ClientLimiterTests {
  @Test func admitsABurstThenTheRate() {
    var table = ClientTable<String>(limit: ClientLimit(rate: 2, burst: 3), capacity: 10)
    for _ in 1...3 { #expect(table.admit("a", at: 0) == nil) }
    #expect(table.admit("a", at: 0) == 1)
    #expect(table.admit("b", at: 0) == nil)
    #expect(table.admit("a", at: 0.5) == nil)
    #expect(table.admit("a", at: 0.6) == 1)
    #expect(table.admit("a", at: 1) == nil)
  }

  @Test func countsRequestsAtTheSameTime() {
    var table = ClientTable<String>(limit: ClientLimit(rate: 1000, burst: 1000, concurrency: 2), capacity: 10)
    #expect(table.admit("a", at: 0) == nil)
    #expect(table.admit("a", at: 0) == nil)
    #expect(table.admit("a", at: 0) == 1)
    table.leave("a")
    #expect(table.admit("a", at: 0) == nil)
  }

  @Test func neverRemembersMoreClientsThanItMay() {
    var table = ClientTable<String>(limit: ClientLimit(rate: 1, burst: 1), capacity: 100)
    for number in 0..<1000 { #expect(table.admit("\(number)", at: Double(number) / 1000) == nil) }
    #expect(table.count <= 100)
  }
}
