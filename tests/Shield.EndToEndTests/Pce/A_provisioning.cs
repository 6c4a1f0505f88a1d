using Shield.Core.Indicators;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using Shield.Core.Reconciling;

namespace Shield.EndToEndTests.Pce;

public sealed class A_provisioning : PceTest
{
    [Fact]
    public async Task Makes_exactly_the_subset_active_under_our_description()
    {
        var (inbound, outbound) = await ChangedLists();

        var version = await Illumio.ProvisionAsync(ChangeSubset.OfLists(inbound), "why it was done", Cancellation);

        var newest = (await Admin.Get($"/sec_policy/{version.Number}"));
        Assert.Equal("why it was done", (string?)newest["commit_message"]);
        Assert.Equal("/users/15", version.CreatedBy);
        Assert.Equal([outbound], (await Admin.Get("/sec_policy/pending"))["ip_lists"]!.AsArray().Select(item => (string)item!["href"]!));
        Assert.Equal(version, await Illumio.ReadNewestVersionAsync(Cancellation));
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    public async Task Whose_answer_is_lost_looks_before_it_provisions_again(bool arrives, int posts)
    {
        var (inbound, outbound) = await ChangedLists();
        var before = await Illumio.ReadNewestVersionAsync(Cancellation);
        Wire.Sent.Clear();
        Wire.Lose("POST", arrives);

        var version = await Illumio.ProvisionAsync(ChangeSubset.OfLists(inbound, outbound), "once", Cancellation);

        Assert.Equal(before.Number + 1, version.Number);
        Assert.Equal(version, await Illumio.ReadNewestVersionAsync(Cancellation));
        Assert.Equal(posts, Wire.Sent.Count(sent => sent.StartsWith("POST", StringComparison.Ordinal)));
        Assert.EndsWith("/sec_policy/pending", Wire.Sent[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whose_answer_is_lost_names_its_own_version_though_somebody_provisioned_after_it()
    {
        var (inbound, _) = await ChangedLists();
        Wire.Lose("POST", arrives: true);
        var theirs = await Admin.CreateList("theirs", "203.0.113.77");
        Wire.BeforeEach = request =>
        {
            if (request.RequestUri!.AbsolutePath.EndsWith("/pending", StringComparison.Ordinal))
            {
                Admin.Provision(theirs).GetAwaiter().GetResult();
            }
        };

        var version = await Illumio.ProvisionAsync(ChangeSubset.OfLists(inbound), "mine", Cancellation);

        Assert.Equal("mine", (string?)(await Admin.Get($"/sec_policy/{version.Number}"))["commit_message"]);
        Assert.Equal(version.Number + 1, (await Illumio.ReadNewestVersionAsync(Cancellation)).Number);
    }

    [Fact]
    public async Task Lost_twice_is_an_error_and_not_a_third_attempt()
    {
        var (inbound, _) = await ChangedLists();
        Wire.Sent.Clear();
        Wire.Lose("POST", arrives: false);
        Wire.Lose("POST", arrives: false);

        await Assert.ThrowsAsync<PceException>(() => Illumio.ProvisionAsync(ChangeSubset.OfLists(inbound), "never", Cancellation));

        Assert.Equal(2, Wire.Sent.Count(sent => sent.StartsWith("POST", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Of_what_somebody_else_provisioned_meanwhile_is_done()
    {
        var (inbound, _) = await ChangedLists();
        var theirs = await Admin.Provision(inbound);

        var version = await Illumio.ProvisionAsync(ChangeSubset.OfLists(inbound), "too late", Cancellation);

        Assert.Equal(theirs, version.Number);
    }

    [Fact]
    public async Task Of_which_somebody_else_provisioned_a_part_provisions_the_rest()
    {
        var (inbound, outbound) = await ChangedLists();
        await Admin.Provision(inbound);

        await Illumio.ProvisionAsync(ChangeSubset.OfLists(inbound, outbound), "the rest", Cancellation);

        Assert.Equal("{}", (await Admin.Get("/sec_policy/pending")).ToJsonString());
    }

    private async Task<(string Inbound, string Outbound)> ChangedLists()
    {
        await Install();
        var lists = (await Illumio.ReadAsync(Cancellation)).Draft;
        foreach (var list in lists)
        {
            await Illumio.WriteListAsync(list, [Sentinel, new ListEntry(AddressRange.Parse("203.0.113.9"))], Cancellation);
        }

        return (Of(ListPurpose.Inbound), Of(ListPurpose.Outbound));

        string Of(ListPurpose purpose) => lists.Single(list => list.Mark.Purpose == purpose).Href;
    }
}
