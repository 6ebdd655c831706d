//! An HTTP server on the standard library alone: one connection after the other, on the listening socket that it was
//! given as its first descriptor after standard error (LISTEN_FDS).
use std::env;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::os::wasi::io::FromRawFd;

const FIRST: i32 = 3;
const BODY_LIMIT: usize = 1 << 20;

fn main() -> io::Result<()> {
    assert_eq!(env::var("LISTEN_FDS").as_deref(), Ok("1"), "LISTEN_FDS");
    assert!(env::var("LISTEN_PID").is_err(), "LISTEN_PID");
    let listener = unsafe { TcpListener::from_raw_fd(FIRST) };
    println!("ready");
    loop {
        let (stream, _) = listener.accept()?;
        if let Err(error) = serve(stream) {
            eprintln!("{}", error);
        }
    }
}

fn serve(stream: TcpStream) -> io::Result<()> {
    let mut input = BufReader::new(&stream);
    let mut line = String::new();
    while input.read_line(&mut line)? > 0 {
        let mut length = 0;
        let mut header = String::new();
        while input.read_line(&mut header)? > 2 {
            if let Some(value) = header.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().unwrap_or(0);
            }
            header.clear();
        }
        let mut body = vec![0; usize::min(length, BODY_LIMIT)];
        input.read_exact(&mut body)?;
        match line.split(' ').take(2).collect::<Vec<_>>()[..] {
            ["GET", "/hello"] => answer(&stream, "200 OK", b"hello world\n")?,
            ["POST", "/echo"] => answer(&stream, "200 OK", &body)?,
            _ => answer(&stream, "404 Not Found", b"not found\n")?,
        }
        line.clear();
    }
    stream.shutdown(Shutdown::Write)
}

fn answer(mut stream: &TcpStream, status: &str, body: &[u8]) -> io::Result<()> {
    write!(stream, "HTTP/1.1 {}\r\nContent-Length: {}\r\n\r\n", status, body.len())?;
    stream.write_all(body)
}
