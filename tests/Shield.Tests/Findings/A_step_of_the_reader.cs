using System.Text;
using Shield.Core.Findings;

namespace Shield.Tests.Findings;

/// <summary>Outside of a record, one byte and the lists that are open say what the reader does next.</summary>
public sealed class A_step_of_the_reader
{
    [Theory]
    [InlineData(" {", Step.PassBlank)]
    [InlineData("\t", Step.PassBlank)]
    [InlineData("\r\n", Step.PassBlank)]
    [InlineData(",", Step.PassBlank)]
    [InlineData("\n{", Step.EndLine)]
    [InlineData("\uFEFF{", Step.PassByteOrderMark)]
    [InlineData("{\"id\":", Step.ReadRecord)]
    [InlineData("\"{}\"", Step.ReadRecord)]
    [InlineData("[{", Step.OpenList)]
    [InlineData("]", Step.PassScrap)]
    [InlineData("}", Step.PassScrap)]
    [InlineData("tru", Step.PassScrap)]
    [InlineData("<html>", Step.PassScrap)]
    public void Outside_of_any_list(string bytes, object step) => Assert.Equal(step, Next(bytes, new Layout()));

    [Theory]
    [InlineData(",{", Step.PassBlank)]
    [InlineData("\n", Step.EndLine)]
    [InlineData("{", Step.ReadRecord)]
    [InlineData("[", Step.OpenList)]
    [InlineData("]", Step.CloseList)]
    [InlineData("}", Step.PassScrap)]
    [InlineData("7", Step.PassScrap)]
    public void In_a_list(string bytes, object step)
    {
        Assert.Equal(step, Next(bytes, InList(null)));
        Assert.Equal(step, Next(bytes, InList("findings")));
    }

    /// <summary>Behind the list of <c>{"findings":[…],"nextToken":"…"}</c>: its other members say nothing.</summary>
    [Theory]
    [InlineData(",", Step.PassBlank)]
    [InlineData("\n", Step.EndLine)]
    [InlineData("\"nextToken\":", Step.PassScrap)]
    [InlineData("{", Step.PassScrap)]
    [InlineData("[", Step.PassScrap)]
    [InlineData("]", Step.PassScrap)]
    [InlineData("}", Step.ClosePage)]
    public void Behind_the_list_of_a_page(string bytes, object step)
    {
        var layout = InList("findings");
        layout.CloseList();
        Assert.Equal(step, Next(bytes, layout));
    }

    /// <summary>A mere array has no object around it that would have to end.</summary>
    [Fact]
    public void Behind_a_list_without_a_name_is_that_of_outside()
    {
        var layout = InList(null);
        layout.CloseList();
        Assert.Equal(Step.ReadRecord, Next("{", layout));
        Assert.Equal(Step.PassScrap, Next("}", layout));
    }

    [Theory]
    [InlineData(new byte[] { 0xEF }, false, Step.WaitForMoreBytes)]
    [InlineData(new byte[] { 0xEF, 0xBB }, false, Step.WaitForMoreBytes)]
    [InlineData(new byte[] { 0xEF, 0xBB }, true, Step.PassScrap)]
    [InlineData(new byte[] { 0xEF, 0xBB, 0x7B }, false, Step.PassScrap)]
    [InlineData(new byte[] { 0xEF, 0xBB, 0xBF }, false, Step.PassByteOrderMark)]
    public void At_what_may_be_a_byte_order_mark(byte[] bytes, bool isEnded, object step) =>
        Assert.Equal(step, Steps.Next(bytes, new Layout(), isEnded));

    private static object Next(string bytes, Layout layout) => Steps.Next(Encoding.UTF8.GetBytes(bytes), layout, isEnded: false);

    private static Layout InList(string? name)
    {
        var layout = new Layout();
        layout.Open(name, new RecordPosition(1, 0));
        return layout;
    }
}
