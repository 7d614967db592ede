import AsyncPatterns
import Testing

@Suite struct RegistryTests {
  @Test func makesEachValueOnce() {
    let made = Log<String>()
    let registry = Registry<String, Int> { key in
      made.append(key)
      return key.count
    }
    #expect(registry["a"] == 1 && registry["bb"] == 2 && registry["a"] == 1)
    #expect(made.values == ["a", "bb"])
    #expect(registry.all == ["a": 1, "bb": 2])
  }

  @Test func forgetsWhatWasNotUsedForLongest() {
    let registry = Registry<Int, Int>(maxCount: 3) { $0 }
    for key in [1, 2, 3, 1, 4] { _ = registry[key] }
    #expect(Set(registry.all.keys) == [1, 3, 4])
  }

  @Test func forgetsWhatItIsTold() {
    let registry = Registry<Int, Int> { $0 * 2 }
    #expect(registry[1] == 2)
    #expect(registry.remove(1) == 2)
    #expect(registry.remove(1) == nil)
    #expect(registry.count == 0)
  }
}
