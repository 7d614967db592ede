import JugglerClient
import Testing

@Suite struct WorkflowNameTests {
  @Test func isWrittenAsItIsRead() throws {
    #expect(WorkflowName(String("shop/order")) == WorkflowName(namespace: "shop", name: "order"))
    #expect(WorkflowName(String("shop/order:1.2.0"))?.version == "1.2.0")
    #expect("\(try #require(WorkflowName(String("shop/order:1.2.0"))))" == "shop/order:1.2.0")
  }

  @Test(arguments: ["", "order", "a/b/c", "/order", "shop/", "shop/order:"])
  func otherTextNamesNone(text: String) { #expect(WorkflowName(text) == nil) }
}
