using Shield.Core.Planning.Pce;
using static Shield.Tests.World;

namespace Shield.Tests.Planning;

public sealed class A_mark_of_an_entry
{
    [Theory]
    [InlineData("Recon:EC2/Portscan", "f0000001aaaa", "gds1|acme-prod|Recon:EC2/Portscan|f0000001|2026-03-10")]
    [InlineData("Recon:EC2/Portscan", "f1", "gds1|acme-prod|Recon:EC2/Portscan|f1|2026-03-10")]
    [InlineData("A|type\u001b[31m", "f|1", "gds1|acme-prod|A_type__31m|f_1|2026-03-10")]
    public void Says_whose_it_is_of_which_finding_and_since_when(string type, string id, string text)
    {
        var mark = EntryMark.OfFinding(Owner, type, id, Now);
        Assert.Equal(text, mark.ToString());
        Assert.True(EntryMark.TryParse(text, out var read));
        Assert.Equal(mark, read);
    }

    [Theory]
    [InlineData(65)]
    [InlineData(66)]
    [InlineData(200)]
    public void Has_at_most_100_characters_and_then_less_of_the_type(int length)
    {
        var mark = EntryMark.OfFinding(Owner, new string('T', length), "f0000001aaaa", Now);
        Assert.Equal(Math.Min(length, 65), mark.Type.Length);
        Assert.Equal($"gds1|{Owner}|{mark.Type}|f0000001|2026-03-10", mark.ToString());
        Assert.InRange(mark.ToString().Length, 1, 100);
    }

    [Theory]
    [InlineData("gds1|acme-prod|sentinel", true, true)]
    [InlineData("gds1|acme-prod|base", true, true)]
    [InlineData("gds1|acme-prod|sentinel|f1|2026-03-10", true, false)]
    [InlineData("gds1|acme-prod|operator|act1|2026-03-10", true, false)]
    [InlineData("gds1|acme-prod|operator", false, false)]
    [InlineData("gds1||operator|act1|2026-03-10", false, false)]
    [InlineData("gds2|acme-prod|operator|act1|2026-03-10", false, false)]
    [InlineData("put here by Bo", false, false)]
    [InlineData(null, false, false)]
    public void Is_read_from_a_description_or_is_none(string? description, bool isOne, bool isFixture)
    {
        Assert.Equal(isOne, EntryMark.TryParse(description, out var mark));
        Assert.Equal(isFixture, mark?.IsFixture ?? false);
        Assert.Equal(isOne ? description : null, mark?.ToString());
    }
}
