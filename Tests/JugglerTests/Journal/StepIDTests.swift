import Juggler
import Testing

struct StepIDTests {
  @Test func isItsTaskAtTheRoot() {
    #expect(StepID(task: "/do/2/notify").description == "/do/2/notify")
  }

  @Test func namesEveryPartOfItsScopeOutermostFirst() {
    let scope = StepID.Scope.root
      .appending(.iteration(3)).appending(.attempt(2)).appending(.visit(1)).appending(.call("/do/0/f"))
    #expect(StepID(task: "/do/2/notify", scope: scope).description == "/do/2/notify#i3#a2#v1#c/do/0/f")
  }

  @Test func isEqualToOneThatWasBuiltAnew() {
    func build() -> StepID {
      StepID(task: "/do/0/x", scope: .root.appending(.iteration(1)).appending(.attempt(2)))
    }
    #expect(build() == build())
    #expect(Set([build(), build()]).count == 1)
  }

  @Test func differsInTaskPartsAndOrder() {
    let root = StepID.Scope.root
    let ids = [
      StepID(task: "/do/0/x"),
      StepID(task: "/do/0/y"),
      StepID(task: "/do/0/x", scope: root.appending(.iteration(1))),
      StepID(task: "/do/0/x", scope: root.appending(.attempt(1))),
      StepID(task: "/do/0/x", scope: root.appending(.visit(1))),
      StepID(task: "/do/0/x", scope: root.appending(.iteration(2))),
      StepID(task: "/do/0/x", scope: root.appending(.iteration(1)).appending(.attempt(1))),
      StepID(task: "/do/0/x", scope: root.appending(.attempt(1)).appending(.iteration(1))),
    ]
    #expect(Set(ids).count == ids.count)
    #expect(Set(ids.map(\.description)).count == ids.count)
  }

  /// A task may have any name, also one that looks like a part of a scope.
  @Test func aTaskNamedLikeAPartIsNotMistakenForIt() {
    let ids = [
      StepID(task: "/do/0/x#i1"),
      StepID(task: "/do/0/x", scope: .root.appending(.iteration(1))),
      StepID(task: "/do/0/x", scope: .root.appending(.call("/a#i1"))),
      StepID(task: "/do/0/x", scope: .root.appending(.call("/a")).appending(.iteration(1))),
    ]
    #expect(Set(ids.map(\.description)).count == ids.count)
  }

  @Test func knowsItsRoundsAndItsInnermostAttempt() {
    let scope = StepID.Scope.root
      .appending(.iteration(4)).appending(.attempt(2)).appending(.iteration(0)).appending(.attempt(3))
    #expect(scope.iterations == [4, 0])
    #expect(scope.attempt == 3)
    #expect(scope.appending(.iteration(9)).attempt == 3)
    #expect(StepID.Scope.root.attempt == 1)
    #expect(StepID.Scope.root.iterations == [])
  }
}
