using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;

namespace Shield.Tests.Reconciling;

/// <summary>It is kept with the lease, for whoever asked for the round. Several versions of Shield may share one ledger.</summary>
public sealed class A_stored_report
{
    [Fact]
    public void Is_read_back_with_the_words_that_earlier_versions_wrote()
    {
        var report = new ReconcileReport
        {
            Outcome = ReconcileOutcome.Applied,
            Unenforced = [new UnenforcedList(ListPurpose.Inbound, RuleCondition.PendingDeletion, "the rule")],
        };
        Assert.Contains(
            "{\"list\":\"inbound\",\"condition\":\"pending-deletion\",\"detail\":\"the rule\"}",
            report.ToJson(),
            StringComparison.Ordinal
        );
        Assert.Equal(report.Unenforced, ReconcileReport.FromJson(report.ToJson())!.Unenforced);
    }

    /// <summary>The rule does not block, whatever its matter is called: a person must look at it.</summary>
    [Fact]
    public void Is_read_where_a_later_version_has_another_word_for_what_is_the_matter_with_a_rule() =>
        Assert.Equal(
            RuleCondition.Misshapen,
            ReconcileReport
                .FromJson("""{"outcome":"Applied","unenforced":[{"list":"inbound","condition":"asleep","detail":null}]}""")!
                .Unenforced!.Value.Single()
                .Condition
        );

    [Theory]
    [InlineData("""{"outcome":"Dreamt"}""")]
    [InlineData("""{"outcome":"Applied","unenforced":[{"list":"sideways","condition":"missing","detail":null}]}""")]
    [InlineData("{}")]
    [InlineData("no JSON")]
    [InlineData(null)]
    public void Is_no_answer_where_this_version_cannot_read_it(string? json) => Assert.Null(ReconcileReport.FromJson(json));
}
