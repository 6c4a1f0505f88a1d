using Shield.Core.Indicators;
using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;
using static Shield.Tests.World;

namespace Shield.Tests.Planning;

public sealed class A_mark_of_a_list
{
    [Theory]
    [InlineData("guardduty-shield", "acme-prod/deny/inbound", true)]
    [InlineData("guardduty-shield", "acme-prod/exclusion/domains", true)]
    [InlineData("guardduty-shield", "/deny/inbound", false)]
    [InlineData("guardduty-shield", "acme-prod/deny", false)]
    [InlineData("guardduty-shield", "acme-prod/deny/inbound/2", false)]
    [InlineData("guardduty-shield", "acme-prod/allow/inbound", false)]
    [InlineData("guardduty-shield", "acme-prod/deny/both", false)]
    [InlineData("guardduty-shield", null, false)]
    [InlineData("somebody-else", "acme-prod/deny/inbound", false)]
    [InlineData(null, "acme-prod/deny/inbound", false)]
    public void Is_exactly_an_owner_a_mode_and_a_purpose(string? dataSet, string? reference, bool isOne)
    {
        Assert.Equal(isOne, ListMark.TryParse(dataSet, reference, out var mark));
        Assert.Equal(isOne ? reference : null, mark?.ToString());
    }

    public static TheoryData<string, PceMode, string, bool, string?, string> Entries =>
        new()
        {
            // what, mode, range, is an exclusion, description | fixture, blocks, ours
            { "our block", PceMode.Deny, "45.95.11.7", false, $"gds1|{Owner}|operator|act1|2026-03-01", "blocks ours" },
            { "another owner's", PceMode.Deny, "45.95.11.7", false, "gds1|neighbour|operator|act1|2026-03-01", "blocks" },
            { "somebody's", PceMode.Deny, "45.95.11.7", false, null, "blocks" },
            { "somebody's exclusion", PceMode.Deny, "45.95.11.7", true, null, "" },
            { "the sentinel", PceMode.Deny, "192.0.2.1", false, $"gds1|{Owner}|sentinel", "fixture" },
            { "its address without its mark", PceMode.Deny, "192.0.2.1", false, null, "blocks" },
            {
                "its address with the mark of a block",
                PceMode.Deny,
                "192.0.2.1",
                false,
                $"gds1|{Owner}|operator|act1|2026-03-01",
                "blocks ours"
            },
            { "its mark at another address", PceMode.Deny, "45.95.11.7", false, $"gds1|{Owner}|sentinel", "blocks ours" },
            { "another owner's sentinel", PceMode.Deny, "192.0.2.1", false, "gds1|neighbour|sentinel", "blocks" },
            { "an exclusion of its address", PceMode.Deny, "192.0.2.1", true, $"gds1|{Owner}|sentinel", "" },
            { "Any on a deny list", PceMode.Deny, "0.0.0.0/0", false, null, "blocks" },
            { "our exclusion", PceMode.Exclusion, "45.95.11.7", true, $"gds1|{Owner}|operator|act1|2026-03-01", "blocks ours" },
            { "an inclusion", PceMode.Exclusion, "45.95.11.7", false, $"gds1|{Owner}|operator|act1|2026-03-01", "" },
            { "Any, whoever wrote it", PceMode.Exclusion, "0.0.0.0/0", false, null, "fixture" },
            { "Any of IPv6", PceMode.Exclusion, "::/0", false, null, "fixture" },
            { "Any, excluded", PceMode.Exclusion, "0.0.0.0/0", true, null, "blocks" },
        };

    [Theory]
    [MemberData(nameof(Entries))]
    public void Says_what_an_entry_of_its_list_is(
        string what,
        PceMode mode,
        string range,
        bool isExclusion,
        string? description,
        string isAll
    )
    {
        var mark = new ListMark(Owner, mode, ListPurpose.Inbound);
        var entry = new ListEntry(AddressRange.Parse(range)) { IsExclusion = isExclusion, Description = description };
        string?[] told =
        [
            mark.IsFixture(entry) ? "fixture" : null,
            mark.Blocks(entry) ? "blocks" : null,
            mark.IsOurs(entry) ? "ours" : null,
        ];
        Assert.True(isAll == string.Join(' ', told.OfType<string>()), what);
    }
}
