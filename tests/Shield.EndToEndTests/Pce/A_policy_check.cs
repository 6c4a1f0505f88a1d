using System.Net;
using Shield.Core.FindingTypes;
using Shield.Core.Indicators;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;
using Shield.Pce.Proof;

namespace Shield.EndToEndTests.Pce;

public sealed class A_policy_check : PceTest
{
    private static readonly IPAddress Attacker = IPAddress.Parse("203.0.113.9");
    private static readonly IPAddress Visitor = IPAddress.Parse("203.0.113.10");

    [Theory]
    [InlineData(Direction.Inbound)]
    [InlineData(Direction.Outbound)]
    public async Task Finds_our_rule_for_whom_a_list_holds_and_for_nobody_else(Direction direction)
    {
        await Install();
        var web = (await new WorkloadReader(Client).ReadAsync(Cancellation)).Single(workload => workload.Hostname == "web-1.shop.example");
        var view = await Illumio.ReadAsync(Cancellation);
        var list = view.Draft.Single(list => list.Mark == new ListMark(Owner, PceMode.Deny, direction.ToList()));
        await Illumio.WriteListAsync(list, [Sentinel, new ListEntry(AddressRange.Parse(Attacker.ToString()))], Cancellation);
        var rule = view.Rules.Single(rule => rule.Direction == direction);
        var check = new PolicyCheck(Client);

        Assert.Equal(PolicyProof.NotBlocked, await check.AskAsync(new Contact(Attacker, web.Href, direction, 443, 6), rule, Cancellation));
        await Illumio.ProvisionAsync(ChangeSubset.OfLists(list.Href), "block", Cancellation);
        Assert.Equal(PolicyProof.Blocked, await check.AskAsync(new Contact(Attacker, web.Href, direction, 443, 6), rule, Cancellation));
        Assert.Equal(PolicyProof.NotBlocked, await check.AskAsync(new Contact(Visitor, web.Href, direction, 443, 6), rule, Cancellation));
    }

    [Fact]
    public async Task Reads_who_the_workloads_are()
    {
        var workloads = await new WorkloadReader(Client).ReadAsync(Cancellation);

        var web = workloads.Single(workload => workload.Hostname == "web-1.shop.example");
        Assert.Equal(6, workloads.Length);
        Assert.Equal(("full", (bool?)true), (web.EnforcementMode, web.Online));
        Assert.Contains("10.20.1.11", web.Interfaces.Select(one => one.Address));
    }
}
