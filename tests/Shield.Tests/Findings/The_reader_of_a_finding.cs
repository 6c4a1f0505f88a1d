using System.Text;
using CsCheck;
using Shield.Core.Findings;
using static Shield.Tests.Findings.Written;

namespace Shield.Tests.Findings;

/// <summary>The fast reader and the obvious one come to the same, whatever they are given; and neither throws.</summary>
public sealed class The_reader_of_a_finding
{
    // SHIELD_FUZZ: 1,000,000 in tests/nightly.
    private static readonly int Iterations = int.Parse(
        Environment.GetEnvironmentVariable("SHIELD_FUZZ") ?? "20000",
        System.Globalization.CultureInfo.InvariantCulture
    );

    private static readonly string[] OneOfEach =
    [
        .. EveryPlace.All.Select(place => Finding(service: place)),
        Event(Finding()),
        Finding()
            .Replace("UnauthorizedAccess:EC2/SSHBruteForce", "AttackSequence:EC2/CompromisedInstanceGroup", StringComparison.Ordinal)
            .Replace(InService(Connection("203.0.113.7")), EveryPlace.Sequence, StringComparison.Ordinal),
    ];

    [Fact]
    public void Agrees_with_the_obvious_one_on_every_place() => Assert.All(OneOfEach, AssertAgrees);

    [Fact]
    public void Agrees_with_the_obvious_one_on_public_findings() => Assert.All(PublicFindings(), AssertAgrees);

    [Fact]
    public void Agrees_with_the_obvious_one_on_any_distortion() => AnyFinding.Of(OneOfEach).Sample(AssertAgrees, iter: Iterations);

    [Fact]
    public void Agrees_with_the_obvious_one_on_any_distortion_of_public_findings() =>
        AnyFinding.Of([.. PublicFindings().Where(IsJson)]).Sample(AssertAgrees, iter: Iterations / 4);

    [Fact]
    public void Agrees_with_the_obvious_one_on_bent_bytes() =>
        Gen.Select(Gen.Int[0, OneOfEach.Length - 1], Hostile_input.Edits)
            .Sample((which, edit) => AssertAgrees(edit(Encoding.UTF8.GetBytes(OneOfEach[which]))), iter: Iterations);

    private static void AssertAgrees(string finding) => AssertAgrees(Encoding.UTF8.GetBytes(finding));

    private static void AssertAgrees(byte[] finding)
    {
        var fast = FindingParser.Parse(finding);
        Assert.True(fast.Finding is not null || fast.Faults.Length is 1, "a rejection has one reason");
        var slow = SlowReader.Parse(finding);
        if (HasHalfAPair(finding) || A_repeated_member.IsIn(finding))
        {
            // Texts are unescaped only where they are needed, so which of them spoils the record differs. Of repeated members
            // A_repeated_member says what is true.
            return;
        }

        var shown = $"{Encoding.UTF8.GetString(finding)}\nfast: {string.Join(" | ", fast.Faults)}\nslow: {string.Join(" | ", slow.Faults)}";
        Assert.True(fast.Finding is null == slow.Finding is null, shown);
        if (fast.Finding is not null)
        {
            Assert.True(A_finding.AreSame(slow.Finding!, fast.Finding), $"{shown}\n{fast.Finding}\n{slow.Finding}");
            Assert.True(fast.Faults.Select(BeforeTheQuote).SequenceEqual(slow.Faults.Select(BeforeTheQuote)), shown);
        }
    }

    private static string BeforeTheQuote(string fault) => fault.Split('\'')[0];

    private static bool HasHalfAPair(byte[] finding) =>
        Encoding.UTF8.GetString(finding).Contains("\\ud", StringComparison.OrdinalIgnoreCase);

    private static bool IsJson(string text)
    {
        try
        {
            return System.Text.Json.Nodes.JsonNode.Parse(text) is not null;
        }
        catch (System.Text.Json.JsonException)
        {
            return false;
        }
    }

    private static IEnumerable<string> PublicFindings() =>
        Directory
            .GetFiles(Path.GetDirectoryName(SharedFolder.File("corpus", "findings", "110-empty-GetFindings-page.json"))!)
            .Order(StringComparer.Ordinal)
            .Select(File.ReadAllText);
}
