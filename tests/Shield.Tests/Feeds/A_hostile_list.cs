using System.IO.Compression;
using System.Text;
using Shield.Core.Feeds;

namespace Shield.Tests.Feeds;

public sealed class A_hostile_list
{
    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("<!DOCTYPE html><html>198.51.100.7</html>", "an HTML page")]
    [InlineData("\n <body>198.51.100.7</body>", "begins like HTML or XML")]
    [InlineData("You have asked too often\nTry again later\n", "nothing in it names an address or a domain")]
    [InlineData("Sorry, you have asked too often.\n", "no column holds an address or a domain")]
    [InlineData("{\"error\":\"too many requests\"}", "holds no list")]
    [InlineData("{\"a\":[1],\"b\":[2]}", "several lists")]
    [InlineData("[\"198.51.100.7\"", "no valid JSON")]
    [InlineData("[\"198.51.100.7\"] x", "no valid JSON")]
    [InlineData("[{\"note\":\"198.51.100.7\"}]", "nothing in it names an address or a domain")]
    public async Task Is_refused_as_a_whole_where_it_is_no_list(string text, string what)
    {
        var refused = await Lists.RefusedAsync(text);

        Assert.Contains(what, refused.What, StringComparison.Ordinal);
        Assert.EndsWith(".", refused.ToDo, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FeedFormat.Plain)]
    [InlineData(FeedFormat.Csv)]
    public async Task Is_refused_where_it_is_JSON_and_should_be_text(FeedFormat format) =>
        Assert.Contains("it is JSON", (await Lists.RefusedAsync("[\"198.51.100.7\"]", format)).What, StringComparison.Ordinal);

    [Fact]
    public async Task Is_refused_where_it_is_binary()
    {
        var noise = new byte[4_096];
        new Random(7).NextBytes(noise);
        noise[0] = (byte)'x';

        await Assert.ThrowsAsync<UnreadableFeedException>(() => Lists.ReadAsync(noise));
        await Assert.ThrowsAsync<UnreadableFeedException>(() => Lists.ReadAsync([.. "PK\u0003\u0004"u8, .. noise]));
    }

    [Fact]
    public async Task May_be_gzipped_or_in_UTF_16()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write("198.51.100.7\n"u8);
        }

        Assert.Equal("198.51.100.7", (await Lists.ReadAsync(packed.ToArray())).Named());
        Assert.Equal("198.51.100.7", (await Lists.ReadAsync([0xFF, 0xFE, .. Encoding.Unicode.GetBytes("198.51.100.7\n")])).Named());
    }

    [Fact]
    public async Task Costs_one_line_where_a_line_is_a_megabyte_long()
    {
        var reading = await Lists.ReadAsync($"198.51.100.7\n{new string('1', 1 << 20)}\n198.51.100.8\n{new string('x', 1 << 20)}");

        Assert.Equal("198.51.100.7 198.51.100.8", reading.Named());
        Assert.Equal(["line 2", "line 4"], reading.Rejected.Select(one => one.Position));
        Assert.All(reading.Rejected, one => Assert.Equal("is longer than 65536 characters", one.Reason));
    }

    [Fact]
    public async Task Has_its_first_hundred_faults_named_and_all_counted()
    {
        var reading = await Lists.ReadAsync("198.51.100.7\n" + string.Concat(Enumerable.Repeat("no indicator\n", 5_000)));

        Assert.Equal((100, 5_000), (reading.Rejected.Length, reading.RejectedCount));
    }

    [Fact]
    public async Task May_have_a_million_lines()
    {
        await using var lines = new EndlessLines(1_000_000);

        var reading = await FeedParser.ReadAsync(lines, FeedFormat.Plain, "a-list", 10_000, TestContext.Current.CancellationToken);

        Assert.Equal((1_000, 999_000), (reading.Lines.Length, reading.RepeatedCount));
    }

    [Fact]
    public async Task Is_read_no_further_than_was_asked_for()
    {
        await using var lines = new EndlessLines(long.MaxValue);

        var reading = await FeedParser.ReadAsync(lines, format: null, "a-list", 500, TestContext.Current.CancellationToken);

        Assert.Equal((500, true), (reading.Lines.Length, reading.IsCut));
    }

    [Fact]
    public async Task Of_deep_JSON_is_refused()
    {
        var deep = string.Concat(Enumerable.Repeat("[", 100_000)) + string.Concat(Enumerable.Repeat("]", 100_000));

        await Assert.ThrowsAsync<UnreadableFeedException>(() => Lists.ReadAsync(deep));
    }

    [Fact]
    public async Task Shows_its_words_without_what_controls_a_terminal()
    {
        var line = Assert.Single((await Lists.ReadAsync("198.51.100.7 # a\u001b[2J\u202eb\ud83d\ude00" + new string('x', 500))).Lines);

        Assert.Equal(FeedLine.LongestText, line.Text.Length);
        Assert.StartsWith("198.51.100.7 # a [2J b\ud83d\ude00xx", line.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stops_when_nobody_waits_any_more()
    {
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            FeedParser.ReadAsync(new EndlessLines(long.MaxValue), FeedFormat.Plain, "a-list", 5_000, gone.Token)
        );
    }

    /// <summary>A thousand addresses, over and over.</summary>
    private sealed class EndlessLines(long lines) : Stream
    {
        private long _line;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var at = 0;
            while (_line < lines && at + 20 <= count)
            {
                var text = $"198.51.{_line % 1_000 / 250}.{_line % 250}\n";
                at += Encoding.ASCII.GetBytes(text, buffer.AsSpan(offset + at));
                _line++;
            }

            return at;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Task.FromResult(Read(buffer, offset, count));
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var bytes = new byte[buffer.Length];
            var count = Read(bytes, 0, bytes.Length);
            bytes.AsSpan(0, count).CopyTo(buffer.Span);
            return ValueTask.FromResult(count);
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
