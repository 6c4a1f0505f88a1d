using Shield.Core.Evidence;
using static Shield.Tests.Findings.Written;

namespace Shield.Tests.Evidence;

/// <summary>A type that the table of finding types does not know: counted, and told with the most frequent first.</summary>
public sealed class An_unknown_type
{
    private const string Ssh = "UnauthorizedAccess:EC2/SSHBruteForce";
    private const int MostTypes = 1_000;

    [Fact]
    public void Is_counted_and_the_most_frequent_are_told_first()
    {
        var unknown = Counted(["New:EC2/B", "New:EC2/A", Ssh, "New:EC2/C", "New:EC2/C"]);
        Assert.Equal(4, unknown.Findings);
        Assert.Equal([("New:EC2/C", 2), ("New:EC2/A", 1), ("New:EC2/B", 1)], unknown.Listed.Select(type => (type.Name, type.Findings)));
    }

    [Fact]
    public void Is_not_told_apart_from_others_after_so_many_types()
    {
        // The one that would be one too many comes so often that it would be told first.
        var unknown = Counted([.. Enumerable.Range(0, MostTypes).Select(i => $"New:EC2/Thing{i}"), "New:EC2/Late", "New:EC2/Late"]);
        Assert.Equal(MostTypes + 2, unknown.Findings);
        Assert.DoesNotContain(unknown.Listed, type => type.Name is "New:EC2/Late");
    }

    private static UnknownTypes Counted(IEnumerable<string> types)
    {
        var unknown = new UnknownTypes();
        foreach (var type in types)
        {
            unknown.Count(Parsed(Finding(service: InService("{}")).Replace(Ssh, type, StringComparison.Ordinal)));
        }

        return unknown;
    }
}
