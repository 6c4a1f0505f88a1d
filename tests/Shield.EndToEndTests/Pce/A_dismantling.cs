using System.Text.Json.Nodes;
using Shield.Core.Planning.Pce;
using Shield.Pce.Installing;
using Shield.PceSimulator.Faults;

namespace Shield.EndToEndTests.Pce;

/// <summary>Taking down what <c>init</c> made, and taking that back. Each step broken: Cli/An_interrupted_init.cs.</summary>
public sealed class A_dismantling : PceTest
{
    private Dismantling Dismantling => new(Client, Settings, TimeProvider.System);

    public static TheoryData<string, Moment> LostAnswers =>
        new()
        {
            { "**/deny_rules/*", Moment.Before },
            { "**/deny_rules/*", Moment.After },
            { "**/ip_lists/*", Moment.Before },
            { "**/ip_lists/*", Moment.After },
        };

    [Theory]
    [MemberData(nameof(LostAnswers))]
    public async Task Looks_whether_a_deletion_was_done_whose_answer_was_lost(string path, Moment when)
    {
        await Install(withDomains: true);
        var plan = await Dismantling.PlanDomainsAsync(Cancellation);
        Pce.Script(
            new FaultRule
            {
                Method = "DELETE",
                Path = path,
                Count = 1,
                Effect = new Fault.Reset(when),
            }
        );

        var removed = await Dismantling.RemoveDomainsAsync(plan, "test", _ => Task.CompletedTask, Cancellation);

        Assert.NotNull(removed.Version);
        Assert.True((await Dismantling.PlanDomainsAsync(Cancellation)).IsNothingToDo);
        Assert.Empty(await Pending());
        Assert.Equal(when is Moment.Before ? 3 : 2, Requests.Count(request => request.StartsWith("DELETE", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("the rule set")]
    [InlineData("the rule set and the lists")]
    [InlineData("nothing")]
    public async Task That_broke_off_is_taken_back_whatever_was_deleted_by_then(string deleted)
    {
        await Install();
        var before = await Dismantling.ReadAsync(PceMode.Deny, Cancellation);
        var ruleSet = (string)(await Admin.Get("/sec_policy/draft/rule_sets?external_data_set=guardduty-shield"))[0]!["href"]!;
        if (deleted is not "nothing")
        {
            await Admin.Delete(ruleSet);
        }

        if (deleted is "the rule set and the lists")
        {
            foreach (var list in (await Illumio.ReadAsync(Cancellation)).Draft)
            {
                await Admin.Delete(list.Href);
            }
        }

        Assert.Null(await Dismantling.TakeBackDeletionsAsync(PceMode.Deny, Cancellation));
        Assert.Empty(await Pending());
        Assert.Equal(before, await Dismantling.ReadAsync(PceMode.Deny, Cancellation));
    }

    [Fact]
    public async Task That_broke_off_is_not_taken_back_where_that_would_lose_somebodys_edits()
    {
        await Install();
        var ruleSet = (string)(await Admin.Get("/sec_policy/draft/rule_sets?external_data_set=guardduty-shield"))[0]!["href"]!;
        await Admin.Put(ruleSet, new JsonObject { ["description"] = "a note of Bo's" });
        await Admin.Delete(ruleSet);

        var refusal = await Dismantling.TakeBackDeletionsAsync(PceMode.Deny, Cancellation);

        Assert.Equal(PolicyFault.ForeignDraft, refusal?.Fault);
        Assert.Single(await Pending());
    }

    private async Task<string[]> Pending() =>
        [
            .. (await Admin.Get("/sec_policy/pending"))
                .AsObject()
                .SelectMany(kind => kind.Value!.AsArray())
                .Select(one => one!.ToJsonString()),
        ];
}
