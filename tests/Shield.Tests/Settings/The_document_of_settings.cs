using System.Text;
using Shield.Hosting.Settings;

namespace Shield.Tests.Settings;

/// <summary>
/// The table in docs/config.md is made from the table in the code. To write it anew:
/// <c>SHIELD_WRITE_DOCS=1 ./test --filter-class '*The_document_of_settings'</c>.
/// </summary>
public sealed class The_document_of_settings
{
    private const string Begin =
        "<!-- Made from src/Shield.Hosting/Settings/Rows. Do not edit: change a row, then run\n"
        + "     SHIELD_WRITE_DOCS=1 ./test --filter-class '*The_document_of_settings' -->\n";

    private const string End = "<!-- The end of what is made. -->\n";

    private static readonly string File = RepositoryFolder.Path("docs", "config.md");

    [Fact]
    public void Says_what_the_table_says()
    {
        var document = System.IO.File.ReadAllText(File);
        var (begin, end) = (document.IndexOf(Begin, StringComparison.Ordinal), document.IndexOf(End, StringComparison.Ordinal));
        Assert.True(begin >= 0 && begin < end, "docs/config.md has no part that is made from the table");
        var made = document[..(begin + Begin.Length)] + Table() + document[end..];
        if (Environment.GetEnvironmentVariable("SHIELD_WRITE_DOCS") is "1")
        {
            System.IO.File.WriteAllText(File, made);
        }

        Assert.Equal(made, System.IO.File.ReadAllText(File));
    }

    private static string Table()
    {
        var elsewhere = SettingTable.All.Where(setting => setting.Places is not SettingPlaces.Anywhere).ToList();
        var text = new StringBuilder("\n| key | default | value | meaning |\n|---|---|---|---|\n");
        foreach (var setting in SettingTable.All)
        {
            text.Append($"| `{setting.Name}` | {Default(setting)} | {Value(setting)} | {setting.Meaning} |\n");
        }

        Assert.All(elsewhere, setting => Assert.Equal(SettingPlaces.Anywhere & ~SettingPlaces.Parameter, setting.Places));
        text.Append("\nEach may be said in a parameter of a stack, a file, the environment or a flag.\n")
            .Append("These may not stand in the parameters `stack` and `settings`, which are no secrets:\n")
            .Append($"{string.Join(",\n", elsewhere.Select(setting => $"`{setting.Name}`"))}.\n\n");
        return text.ToString();
    }

    /// <summary>A value stands in the type of code, words about it do not.</summary>
    private static string Default(Setting setting) =>
        setting.Otherwise is null && !setting.IsList && !setting.IsOfSections ? $"`{setting.DefaultText}`" : setting.DefaultText;

    private static string Value(Setting setting) =>
        setting.Type + (setting.Bounds is { } bounds ? $": {bounds}" : "") + (setting.Unit is { } unit ? $" ({unit})" : "");
}
