using System.Reflection;
using System.Text.RegularExpressions;

namespace Shield.EndToEndTests.Simulator;

/// <summary>docs/simulator.md: a row for each behaviour, and neither a row without its test nor a test without its row.</summary>
public sealed partial class The_conformance_table
{
    private static readonly (string Behaviour, string Source, string Test)[] Rows =
    [
        .. Row()
            .Matches(File.ReadAllText(Document))
            .Select(row => (row.Groups[1].Value.Trim(), row.Groups[2].Value.Trim(), row.Groups[3].Value)),
    ];

    private static string Document
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "Shield.slnx")))
            {
                folder = folder.Parent ?? throw new DirectoryNotFoundException($"no repository above {AppContext.BaseDirectory}");
            }

            return Path.Combine(folder.FullName, "docs", "simulator.md");
        }
    }

    /// <summary>All in this folder but the judges: this class, and Illumio's schemas.</summary>
    private static IEnumerable<string> Tests =>
        from type in typeof(The_conformance_table).Assembly.GetTypes()
        where
            type.Namespace == typeof(The_conformance_table).Namespace
            && type != typeof(The_conformance_table)
            && type != typeof(Illumios_schemas)
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        where method.IsDefined(typeof(FactAttribute), inherit: true)
        select $"{type.Name}.{method.Name}";

    [Fact]
    public void Names_no_test_that_does_not_exist() => Assert.Empty(Rows.Select(row => row.Test).Except(Tests));

    [Fact]
    public void Leaves_no_test_of_the_simulator_out() => Assert.Empty(Tests.Except(Rows.Select(row => row.Test)));

    [Fact]
    public void Says_of_each_behaviour_whence_it_is_known() =>
        Assert.All(Rows, row => Assert.Matches(@"^(\[\d+\.\d+\]\(pce\.md#|unknown: strict|ours)", row.Source));

    [GeneratedRegex(@"^\| ([^|]+) \| ([^|]+) \| `(\w+\.\w+)` \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
