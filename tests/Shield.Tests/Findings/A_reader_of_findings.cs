using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using Shield.Core.Findings;
using static Shield.Tests.Findings.Written;

namespace Shield.Tests.Findings;

public sealed class A_reader_of_findings
{
    private static readonly string One = Finding("one");
    private static readonly string Two = Event(Finding("two"));
    private static readonly string Three = Finding("three");

    public static TheoryData<string, string> Wrappings =>
        new()
        {
            { "lines", $"{One}\n{Two}\n{Three}" },
            { "lines with blank ones, of Windows, ended", $"\n{One}\r\n\r\n{Two}\r\n{Three}\r\n" },
            { "lines after a byte order mark", $"\uFEFF{One}\n{Two}\n{Three}\n" },
            { "array", $"[{One},{Two},{Three}]" },
            { "array on lines", $"[\n{One},\n{Two},\n{Three}\n]\n" },
            { "array that starts in the first line", $"[{One},\n{Two},\n{Three}]\n" },
            { "page", $$"""{"findings":[{{One}},{{Two}},{{Three}}],"nextToken":"x[{"}""" },
            { "page with the token first", $$"""{"nextToken":"","findings":[{{One}},{{Two}},{{Three}}]}""" },
            {
                "page with more around it",
                $$"""{ "a": {"b":[1,{"findings":[]}]}, "findings" : [ {{One}} , {{Two}} , {{Three}} ], "c": {"d":["]"]}, "e": 1 }"""
            },
            { "pages on lines", $$"""{"findings":[{{One}},{{Two}}]}""" + "\n" + $$"""{"findings":[{{Three}}]}""" },
            { "array and value on lines", $"[{One},{Two}]\n{Three}" },
            { "array of arrays and pages", $$"""[[{{One}}],{"findings":[{{Two}}]},[],{"findings":[]},[[[{{Three}}]]]]""" },
            { "one after the other", $"{One}{Two}{Three}" },
            { "pretty, one after the other", $"{Pretty(One)}\n{Pretty(Two)}\n{Pretty(Three)}\n" },
        };

    [Theory]
    [MemberData(nameof(Wrappings))]
    public async Task Finds_the_same_findings_whatever_they_are_wrapped_in(string _, string input) =>
        Assert.Equal(["one", "two", "three"], await OutlineAsync(input));

    [Theory]
    [MemberData(nameof(Wrappings))]
    public async Task Finds_the_same_in_a_stream_that_comes_byte_by_byte(string _, string input) =>
        Assert.Equal(["one", "two", "three"], (await ReadAsync(new Trickle(Encoding.UTF8.GetBytes(input), 1))).Select(Outline));

    [Theory]
    [MemberData(nameof(Wrappings))]
    public async Task Finds_the_same_with_room_for_one_record_only(string _, string input) =>
        Assert.Equal(["one", "two", "three"], await OutlineAsync(input, maxRecordBytes: 4096));

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n\t\n")]
    [InlineData("[]")]
    [InlineData("""{"findings":[]}""")]
    [InlineData("""{"findings":[],"nextToken":""}""")]
    public async Task Finds_nothing_and_complains_of_nothing_in_an_empty_input(string input) => Assert.Empty(await OutlineAsync(input));

    [Fact]
    public async Task Says_where_a_record_stands()
    {
        var records = await ReadAsync(
            $$"""
            [{"id":1},
             {"id":2}]
            {"findings":[{"id":3},{"id":4}]}
            {"id":5}
            """
        );
        Assert.Equal(
            [
                "record 1 (line 1, byte 1)",
                "record 2 (line 2, byte 12)",
                "findings[0] (line 3, byte 35)",
                "findings[1] (line 3, byte 44)",
                "line 4",
            ],
            records.Select(record => record.Position.ToString())
        );
        Assert.Equal(new Rejection("test", "line 4", "is not a finding: it has no type"), records[^1].Rejections.Single());
    }

    [Theory]
    [InlineData(
        """{"version":"0","detail-type":"GuardDuty Runtime Protection Healthy","source":"aws.guardduty","detail":{"eventName":"x"}}""",
        "line 1: is not a finding: its detail-type is 'GuardDuty Runtime Protection Healthy'"
    )]
    [InlineData(
        """{"version":"0","detail-type":"AWS API Call via CloudTrail","source":"aws.guardduty","detail":{"eventName":"x"}}""",
        "line 1, detail: is not a finding: it looks like an object with 'eventName'"
    )]
    [InlineData(
        """{"detail-type":"GuardDuty Finding","source":"not.guardduty","detail":{}}""",
        "line 1: is not a finding: its source is 'not.guardduty'"
    )]
    [InlineData(
        """{"detail-type":"GuardDuty Finding","source":"aws.guardduty","detail":[]}""",
        "line 1: is not a finding: its detail is no object"
    )]
    [InlineData("""{"detail-type":"GuardDuty Finding","source":"aws.guardduty","detail":{}}""", "line 1: is not a finding: it has no id")]
    [InlineData("""{"detail-type":"a\u001b[31mb"}""", @"line 1: is not a finding: its detail-type is 'a\u001b[31mb'")]
    [InlineData("{}", "line 1: is not a finding: it has no id")]
    [InlineData("null", "line 1: is not a finding: no JSON object")]
    [InlineData(
        "<html>\n<body class=\"x\">502 Bad Gateway</body>\n</html>",
        "line 1: is not a finding: no JSON object; the input looks like an HTML page"
    )]
    [InlineData("{\"id\":\"a\",\"x\":tru}", "line 1: is not JSON: 'tru}' is an invalid JSON literal", true)]
    [InlineData("{\"id\":\"a\"", "line 1: is cut short: the input ends inside it")]
    [InlineData("{\"id\":\"a", "line 1: is cut short: the input ends inside it")]
    [InlineData("{\"id\":\"\\ud800\"}", "line 1: is not JSON: a text has half of a surrogate pair")]
    public async Task Rejects_what_is_no_finding_and_says_why(string input, string reason, bool prefix = false)
    {
        var outline = Assert.Single(await OutlineAsync(input));
        Assert.Equal(reason, prefix ? outline[..Math.Min(reason.Length, outline.Length)] : outline);
    }

    public static TheoryData<string, string> Broken =>
        new()
        {
            { "cut", """{"id":"x","type":"y","service":{"action""" },
            { "cut after a colon", """{"id":"x","type":""" },
            { "cut in a list", """{"id":"x","a":[1,""" },
            { "brace lost", """{"id":"x","service":{"a":1}""" },
            { "brace lost after a text", """{"id":"x","type":"y" """.TrimEnd() },
            { "bracket lost", """{"id":"x","a":[1,2}""" },
            { "bracket too many", """{"id":"x"],"a":1}""" },
            { "quote lost", """{"id":"x,"type":"y"}""" },
            { "quote lost before a brace", """{"id":"x"}""".Replace("\"}", "}", StringComparison.Ordinal) },
            { "quote too many", """{"id":"x"","type":"y"}""" },
            { "quotes not escaped", """{"id":"x","description":"say "hi" {now}"}""" },
            { "backslash lost", """{"id":"x","description":"a"b\"c"}""" },
            { "no value", """{"id":"x","type":}""" },
            { "word", """{"id":"x","type":nil}""" },
            { "no colon", """{"id":"x","service" {"action":{}}}""" },
            { "a number", "17" },
            { "a text", "\"text, with a comma and {\"" },
        };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task Loses_of_JSON_lines_only_the_broken_one(string _, string broken)
    {
        var outline = await OutlineAsync($"{One}\n{broken}\n{Three}\n");
        Assert.Equal(["one", "three"], outline.Where(line => !line.StartsWith("line 2: ", StringComparison.Ordinal)));
        Assert.True(outline.Length >= 3);
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task Loses_of_JSON_lines_only_the_broken_one_where_it_is_the_first(string _, string broken)
    {
        var outline = await OutlineAsync($"{broken}\n{One}\n{Two}\n{Three}\n");
        Assert.Equal(["one", "two", "three"], outline.Where(line => !line.StartsWith("line 1: ", StringComparison.Ordinal)));
        Assert.True(outline.Length >= 4);
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task Loses_of_a_list_only_the_broken_record(string _, string broken)
    {
        string[] inputs = [$"[\n{One},\n{broken},\n{Three}\n]\n", $"[\n  {One},\n  {broken},\n  {Three}\n]\n"];
        foreach (var input in inputs)
        {
            var outline = await OutlineAsync(input);
            Assert.Equal(["one", "three"], outline.Where(line => !line.Contains(':', StringComparison.Ordinal)));
            Assert.True(outline.Length >= 3);
        }
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task Loses_in_one_line_only_the_broken_record_unless_that_is_cut_inside_a_text_or_a_list(string name, string broken)
    {
        // Nothing shows where the next record starts then: it goes with the broken one, and that is said.
        string[] left = name is "cut" or "cut in a list" or "quote lost before a brace" ? ["one"] : ["one", "three"];
        string[] inputs = [$"[{One},{broken},{Three}]", $$"""{"findings":[{{One}},{{broken}},{{Three}}]}"""];
        foreach (var input in inputs)
        {
            var outline = await OutlineAsync(input);
            Assert.Equal(left, outline.Where(line => !line.Contains(':', StringComparison.Ordinal)));
            Assert.True(outline.Length > left.Length);
        }
    }

    [Fact]
    public async Task Goes_on_with_the_next_value_after_a_list_that_is_not_closed() =>
        Assert.Equal(["one", "line 1: is a list that is not closed: the input ends inside it"], await OutlineAsync($"[{One},"));

    [Fact]
    public async Task Says_of_a_page_that_it_was_cut_between_records() =>
        Assert.Equal(
            ["one", "line 1: is a list that is not closed: the input ends inside it"],
            await OutlineAsync($$"""{"findings":[{{One}}""")
        );

    [Fact]
    public async Task Says_of_what_a_line_leaves_open_only_the_innermost() =>
        Assert.Equal(
            [
                "one",
                "two",
                $"record 2 (line 2, byte {One.Length + Two.Length + 3}): is cut short: the line ends inside it",
                "three",
                "line 4: is a list that is not closed: the line ends inside it",
                "one",
            ],
            await OutlineAsync($"{One}\n[{Two},{{\"id\":\"x\"\n{Three}\n[\n{One}\n")
        );

    [Fact]
    public async Task Rejects_bytes_that_are_no_UTF8()
    {
        byte[] input = [.. Encoding.UTF8.GetBytes(One + "\n{\"id\":\""), 0xC3, 0x28, .. Encoding.UTF8.GetBytes("\"}\n" + Three)];
        Assert.Equal(["one", "line 2: is not valid UTF-8", "three"], (await ReadAsync(new MemoryStream(input))).Select(Outline));
    }

    [Fact]
    public async Task Rejects_what_is_nested_too_deeply()
    {
        var deep = $$"""{"id":"x","a":{{new string('[', 70_000)}}{{new string(']', 70_000)}}}""";
        var outline = await OutlineAsync($"[{One},{deep},{Three}]");
        Assert.Equal(["one", "three"], [outline[0], outline[^1]]);
        Assert.Contains("depth of 64", Assert.Single(outline[1..^1]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rejects_lists_nested_too_deeply() =>
        Assert.Equal(
            ["record 1 (line 1, byte 64): is nested deeper than 64", "three"],
            await OutlineAsync($"{new string('[', 70_000)}{new string(']', 70_000)}\n{Three}")
        );

    [Theory]
    [InlineData("\n")]
    [InlineData(",")]
    public async Task Rejects_a_record_that_is_too_large_and_never_holds_it(string separator)
    {
        var (open, close) = separator is "," ? ("[", "]") : ("", "\n");
        var input = new Trickle(
            64 * 1024,
            [
                Encoding.UTF8.GetBytes($"{open}{One}{separator}{{\"id\":\"x\",\"text\":\""),
                .. Enumerable.Repeat(Encoding.UTF8.GetBytes(new string('x', 1 << 20)), 40),
                Encoding.UTF8.GetBytes($"\"}}{separator}{Three}{close}"),
            ]
        );
        var before = GC.GetAllocatedBytesForCurrentThread();
        var outline = (await ReadAsync(input)).Select(Outline).ToList();
        Assert.Equal(["one", "three"], [outline[0], outline[^1]]);
        Assert.EndsWith("is larger than 1048576 bytes", Assert.Single(outline[1..^1]), StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);
    }

    [Fact]
    public async Task Takes_a_record_of_just_the_largest_size_and_no_larger_one()
    {
        var size = Encoding.UTF8.GetByteCount(One);
        Assert.Equal(["one"], await OutlineAsync(One, size));
        Assert.Equal([$"line 1: is larger than {size - 1} bytes"], await OutlineAsync(One, size - 1));
    }

    [Fact]
    public async Task Stops_when_it_is_cancelled()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in FindingReader.ReadAsync(new MemoryStream([1]), "test", 100, cancelled.Token)) { }
        });
    }

    /// <summary>Standard input does: its read goes on in the background when it is interrupted.</summary>
    [Fact]
    public async Task Lends_nobody_a_buffer_that_an_interrupted_read_may_still_write_into()
    {
        using var input = new Interrupted();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ReadAsync(input));
        Assert.NotSame(input.Lent, ArrayPool<byte>.Shared.Rent(input.Lent!.Length));
    }

    private static string Pretty(string json) => System.Text.Json.Nodes.JsonNode.Parse(json)!.ToJsonString(new() { WriteIndented = true });

    private sealed class Interrupted() : MemoryStream(Encoding.UTF8.GetBytes(One))
    {
        public byte[]? Lent { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position is 0)
            {
                return base.ReadAsync(buffer[..2], cancellationToken);
            }

            Assert.True(MemoryMarshal.TryGetArray<byte>(buffer, out var lent));
            Lent = lent.Array;
            return ValueTask.FromException<int>(new OperationCanceledException());
        }
    }
}
